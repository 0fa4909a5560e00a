// Microsoft.ManagementPartner: the PAL link of the calling principal (facts: azure-wire.md §1). Read without an id,
// created by PUT, changed by PATCH; deleted only where a caller asks for it by name.
import type { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import * as z from 'zod';
import type { LinkObservation } from '../domain/link.ts';
import { AzureFailure, type WriteAnswer } from '../ports/azure.ts';
import { isFromPipeline } from './azure-failure.ts';
import { askAzure, type Patience } from './patience.ts';

export interface PartnerContext extends Patience {
  client: ACEProvisioningManagementPartnerAPI;
}

const partner = z.object({
  // Anything else would be told as another partner's link, and be written over under `heal`.
  partnerId: z.string().regex(/^\d+$/, 'is not a partner ID'),
  // Only shown: a link that Azure tells without them, or in another form, is a link all the same.
  version: z.number().optional().catch(undefined),
  updatedTime: z.date().optional().catch(undefined),
  state: z.string().nullish(),
});

/** Only a 404 means that there is no link. */
export async function readLink(context: PartnerContext): Promise<LinkObservation> {
  try {
    const answer = await askAzure(context, async (abortSignal) =>
      partner.parse(await context.client.partners.get({ abortSignal })),
    );
    if (typeof answer.state === 'string' && answer.state.toLowerCase() !== 'active')
      return { kind: 'unreadable', cause: `Azure shows the link in the state ${answer.state}.` };
    const { partnerId, version, updatedTime } = answer;
    return {
      kind: 'linked',
      partnerId,
      ...(version !== undefined && { version }),
      ...(updatedTime !== undefined && { updatedTime: updatedTime.toISOString() }),
    };
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error;
    return error.status === 404 ? { kind: 'none' } : { kind: 'unreadable', cause: error.message };
  }
}

/** PUT: Azure refuses it where there is a link already (facts: azure-wire.md §1). */
export async function createLink(context: PartnerContext, partnerId: string): Promise<WriteAnswer> {
  return write(context, (abortSignal) => context.client.partner.create(partnerId, { abortSignal }));
}

/** PATCH, never DELETE and PUT: a failure between the two would leave no link. */
export async function changeLink(context: PartnerContext, partnerId: string): Promise<WriteAnswer> {
  return write(context, (abortSignal) => context.client.partner.update(partnerId, { abortSignal }));
}

export async function deleteLink(context: PartnerContext, partnerId: string): Promise<WriteAnswer> {
  return write(context, (abortSignal) => context.client.partner.delete(partnerId, { abortSignal }));
}

/** Only a 429 is asked again: it is the one failure that proves that nothing was done. */
async function write(
  context: PartnerContext,
  send: (abortSignal: AbortSignal) => Promise<unknown>,
): Promise<WriteAnswer> {
  const attempt = async (abortSignal: AbortSignal) => {
    await send(abortSignal).catch(acceptAnySuccess);
  };
  try {
    await askAzure(context, attempt, ({ status }) => status === 429);
    return { kind: 'accepted' };
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error;
    if (mayHaveBeenDone(error)) return { kind: 'unanswered', cause: error.message };
    return { kind: 'refused', cause: error.message, ...(isAnswerToIt(error) && { code: error.code }) };
  }
}

/** A 429 and a 5xx say nothing about what was asked. */
function isAnswerToIt({ status }: AzureFailure): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 429;
}

/** Not after a 429, however long it asks to wait; but well after a deadline that came while the answer was awaited. */
function mayHaveBeenDone({ status, code, retryable }: AzureFailure): boolean {
  return (retryable && status !== 429) || code === 'DeadlineExceeded';
}

/** The SDK knows only 200 and throws on any other success, 201 too. */
function acceptAnySuccess(error: unknown): void {
  const status = isFromPipeline(error) ? error.statusCode : undefined;
  if (status === undefined || status < 200 || status > 299) throw error;
}
