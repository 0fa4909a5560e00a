// The bodies of the control routes; a wrong one is answered with 400 and the name of the field.
import * as z from 'zod';
import { errorAnswer } from './answer.ts';
import type { Answer } from './answer.ts';

export const linkSchema = z.strictObject({ partnerId: z.string().regex(/^\d+$/, 'must be digits') });

export const subscriptionChangeSchema = z.strictObject({
  /** Takes the provider's own offers away, or brings back those that were taken. */
  delegations: z.enum(['removed', 'restored']).optional(),
  /** The principal's permanent roles in each of the provider's offers, in place of those it has there. */
  roles: z.array(z.string().min(1)).optional(),
  /** Whose roles, and whose tenant's offers; default: the world's first principal. */
  principalId: z.guid().optional(),
  /** Of all assignments of the provider's offers. */
  provisioningState: z
    .enum(['Accepted', 'Creating', 'Deleting', 'Failed', 'Succeeded', 'Updating'])
    .optional(),
  state: z.enum(['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted']).optional(),
  displayName: z.string().min(1).optional(),
  /** null: as the roles say. */
  visible: z.boolean().nullable().optional(),
  readable: z.boolean().nullable().optional(),
  whenHidden: z.enum(['wrong-tenant', 'forbidden', 'not-found', 'found']).optional(),
});

export type SubscriptionChange = z.infer<typeof subscriptionChangeSchema>;

export type Parsed<T> = { value: T; refused?: undefined } | { refused: Answer };

export function parseBody<T>(schema: z.ZodType<T>, text: string): Parsed<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { refused: wrongBody('the body is not JSON') };
  }
  const result = schema.safeParse(json);
  if (result.success) return { value: result.data };
  const problems = result.error.issues.map((issue) => {
    const field = issue.path.join('.');
    return field === '' ? issue.message : `${field}: ${issue.message}`;
  });
  return { refused: wrongBody(problems.join('; ')) };
}

function wrongBody(message: string): Answer {
  return errorAnswer({ status: 400, code: 'InvalidBody', message });
}
