// Microsoft.Resources: the subscriptions that the principal can see (facts: azure-wire.md §4).
import * as z from 'zod';
import type { Subscription } from '../domain/next-row.ts';
import { STATE_NOT_GIVEN } from '../domain/subscription-state.ts';
import { AzureFailure, type SubscriptionAnswer } from '../ports/azure.ts';
import { pageOf, requestAllPages, requestJson, type RestContext } from './azure-rest.ts';

const API_VERSION = '2022-12-01';

const guid = z.guid().transform((id) => id.toLowerCase());

/** managedByTenants is left out on purpose: Databricks and managed apps stand in it too, so it proves nothing. */
const subscription = z
  .object({
    subscriptionId: guid,
    tenantId: guid,
    displayName: z.string().catch(''),
    state: z.string().catch(STATE_NOT_GIVEN),
  })
  .transform(({ subscriptionId, displayName, tenantId, state }): Subscription => ({
    subscriptionId,
    displayName: displayName === '' ? subscriptionId : displayName,
    tenantId,
    state,
  }));

const subscriptionsPage = pageOf(subscription);

/** Each subscription once, whatever the pages repeat. @throws AzureFailure */
export async function listSubscriptions(context: RestContext): Promise<Subscription[]> {
  const request = { path: '/subscriptions', query: { 'api-version': API_VERSION } };
  const all = await requestAllPages(context, request, subscriptionsPage);
  return [...new Map(all.map((each) => [each.subscriptionId, each])).values()];
}

/** Never throws AzureFailure: what cannot be read is `unread`. */
export async function readSubscription(
  context: RestContext,
  subscriptionId: string,
): Promise<SubscriptionAnswer> {
  const request = { path: `/subscriptions/${subscriptionId}`, query: { 'api-version': API_VERSION } };
  try {
    return { kind: 'visible', subscription: await requestJson(context, request, subscription) };
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error;
    return provesNoAccess(error) ? { kind: 'hidden' } : { kind: 'unread', cause: error.message };
  }
}

/** The 401 for a token of another tenant is what ARM says of a subscription that is delegated no more. */
function provesNoAccess({ status, code }: AzureFailure): boolean {
  return status === 403 || status === 404 || (status === 401 && code === 'InvalidAuthenticationTokenTenant');
}
