// The shapes of contract §8, written from the contract and not from the code: what is neither there nor listed here
// as standing beside is refused, so that nothing of the inside slips out unseen.
import * as z from 'zod';

const time = z.iso.datetime();
const guid = z.guid().lowercase();
const recognition = z.enum(['pec', 'pec-partial', 'pal-only', 'none', 'unknown']);
const count = z.int().min(0);
/** The only one is named `default`. */
const identity = z.string().regex(/^[a-z0-9-]{1,40}$/);
const armId = z.string().regex(/^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?$/);

const findingCode = z.enum([
  'token-failed',
  'listing-failed',
  'link-missing',
  'link-other-partner',
  'link-unreadable',
  'link-refused',
  'link-principal-mismatch',
  'no-authorization',
  'role-not-eligible',
  'role-unlisted',
  'role-just-in-time-only',
  'role-unsupported-soon',
  'resource-group-only',
  'group-unresolved',
  'delegation-not-succeeded',
  'subscription-not-enabled',
  'duplicate-offer-risk',
  'expected-missing',
  'removed',
  'not-visible-yet',
  'not-delegated',
  'own-tenant',
  'read-failed',
  'not-whole-day',
  'no-resources',
]);

const finding = z.strictObject({
  code: findingCode,
  message: z.string().min(10),
  fix: z.string().min(10),
  scope: armId.optional(),
});

const condition = z.strictObject({
  type: z.enum(['Linked', 'Delegated', 'RoleEligible', 'WholeSubscription', 'Observed']),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string().regex(/^[A-Z][A-Za-z]+$/),
  message: z.string().min(10),
  lastTransitionTime: time,
});

const role = z.strictObject({
  roleDefinitionId: guid,
  roleName: z.string().min(1),
  principalId: guid,
  via: z.enum(['principal', 'group']),
  permanent: z.boolean(),
  eligibility: z.enum(['yes', 'no', 'unlisted']),
});

const scope = z.strictObject({
  id: armId,
  kind: z.enum(['subscription', 'resourceGroup']),
  recognition,
  findings: z.array(finding),
  delegations: z.array(
    z.strictObject({
      definitionId: z.string().startsWith('/'),
      definitionName: z.string().min(1),
      provisioningState: z.string().min(1),
      roles: z.array(role),
    }),
  ),
});

export const subscriptionShape = z.strictObject({
  identity,
  subscriptionId: guid,
  displayName: z.string().min(1),
  tenantId: guid,
  tenantName: z.string().min(1).optional(),
  state: z.enum(['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted']),
  recognition,
  conditions: z.array(condition).length(5),
  findings: z.array(finding),
  scopes: z.array(scope),
  since: time,
  observedAt: time,
});

const link = {
  state: z.enum(['none', 'right', 'other', 'unreadable']),
  partnerId: z.string().regex(/^\d+$/).optional(),
  wantedPartnerId: z.string().regex(/^\d+$/),
  version: z.int().min(1).optional(),
  updatedTime: time.optional(),
};

const linkSight = z.strictObject({
  state: z.enum(['none', 'right', 'other']),
  partnerId: link.partnerId,
});

export const linkShape = z.strictObject({
  ...link,
  conditions: z.array(condition).length(1),
  // Stands beside: what the next run will do about it.
  note: z.string().min(10).optional(),
});

const totals = z.strictObject({
  pec: count,
  'pec-partial': count,
  'pal-only': count,
  none: count,
  unknown: count,
  notDelegated: count,
});

export const runShape = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  identity,
  trigger: z.enum(['timer', 'http', 'start']),
  dryRun: z.boolean(),
  state: z.enum(['running', 'succeeded', 'partial', 'failed']),
  startedAt: time,
  // Absent while it is under way.
  endedAt: time.optional(),
  // Absent where the link was not looked at.
  link: z
    .strictObject({
      before: z.strictObject(link),
      action: z.enum(['none', 'created', 'changed', 'held', 'refused', 'planned']),
      after: z.strictObject(link),
    })
    .optional(),
  totals,
  calls: z.record(z.string(), z.int().min(1)),
  events: count,
  findings: z.array(finding),
  // Stands beside: the run that told it.
  runId: z.string().optional(),
  note: z.string().optional(),
});

export const statusShape = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  identities: z
    .array(
      z.strictObject({
        name: identity,
        tenantId: guid,
        clientId: guid,
        principalId: guid.nullable(),
        link: z.strictObject({ ...link, conditions: z.array(condition) }),
        totals,
        lastRun: z
          .strictObject({
            id: z.string(),
            state: z.enum(['succeeded', 'partial', 'failed']),
            startedAt: time,
            endedAt: time,
          })
          .nullable(),
        stale: z.boolean(),
        notifications: z.array(
          z.strictObject({
            name: z.enum(['teams', 'webhook']),
            state: z.enum(['ok', 'retrying', 'disabled', 'refused']),
            reason: z.string().min(10).optional(),
            pending: count,
            deadLetters: z.array(
              z.strictObject({
                id: z.string().regex(/^[\w-]+$/),
                attempts: count,
                lastStatus: z.int().min(100).max(599).nullable(),
                at: time,
              }),
            ),
          }),
        ),
        // Stands beside: ROLE_OVERRIDES are shown in status (contract §6).
        catalogue: z.strictObject({ date: z.iso.date(), overrides: z.record(guid, z.enum(['yes', 'no'])) }),
      }),
    )
    .min(1),
});

export const eventShape = z.strictObject({
  id: z.string().min(1),
  time,
  type: z.enum([
    'link.created',
    'link.changed',
    'link.lost',
    'link.healed',
    'link.held',
    'delegation.added',
    'delegation.removed',
    'delegation.returned',
    'recognition.gained',
    'recognition.lost',
    'expected.missing',
    'expected.arrived',
    'run.failing',
    'run.recovered',
  ]),
  identity,
  subscriptionId: guid.optional(),
  scope: armId.optional(),
  from: recognition.exclude(['unknown']).optional(),
  to: recognition.exclude(['unknown']).optional(),
  findings: z.array(findingCode).optional(),
  actor: z.union([
    z.enum(['keeper', 'observed', 'function-key']),
    z.string().regex(/^entra:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  ]),
  // Stands beside: the run that told it.
  runId: z.string().optional(),
  // Stand beside, where a caller wrote the link: what it was and became, and what the next run will do about it.
  link: z.strictObject({ before: linkSight, after: linkSight }).optional(),
  note: z.string().min(10).optional(),
});

export const expectedShape = z.strictObject({
  subscriptionId: guid,
  name: z.string().optional(),
  customer: z.string().optional(),
  note: z.string().optional(),
  dueAt: time,
  createdAt: time,
  state: z.enum(['waiting', 'missing', 'arrived']),
  findings: z.array(finding).max(1),
});

export const problemShape = z.strictObject({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.int().min(400).max(599),
  code: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  detail: z.string().optional(),
  errors: z
    .array(
      z.union([
        z.strictObject({ pointer: z.string(), detail: z.string() }),
        z.strictObject({ parameter: z.string(), detail: z.string() }),
      ]),
    )
    .min(1)
    .optional(),
  // Stands beside: of run-in-progress.
  runId: z.string().optional(),
  // Stands beside: of link-refused, Azure's own code.
  azureCode: z.string().min(1).optional(),
});

export function listShape<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ value: z.array(item), nextLink: z.url().optional() });
}

export const subscriptionsShape = listShape(subscriptionShape);
export const runsShape = listShape(runShape);
export const eventsShape = listShape(eventShape);
export const expectedListShape = listShape(expectedShape);

export type SubscriptionJson = z.infer<typeof subscriptionShape>;
export type ExpectedJson = z.infer<typeof expectedShape>;
export type EventJson = z.infer<typeof eventShape>;
export type RunJson = z.infer<typeof runShape>;
export type ProblemJson = z.infer<typeof problemShape>;
