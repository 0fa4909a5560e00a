// What an onboarding check asks of Azure: a token of its own, the link, one subscription and what is delegated there. It
// writes nothing. In calm weather these are three requests to ARM, and a fourth for the name of a role nobody knew.
import type { CheckSight } from '../domain/judge-check.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import type { LinkObservation } from '../domain/link.ts';
import type { GroupMembership } from '../domain/role-verdict.ts';
import { AzureFailure, type AzureSession } from '../ports/azure.ts';
import type { Deadline } from '../ports/deadline.ts';
import type { Keeper } from './keeper.ts';
import { heldRoles, nameRoles, readGroups } from './observe-fleet.ts';
import { scan } from './scan.ts';

export interface SubscriptionLook {
  sight: CheckSight;
  /** Of the token; of no use where there is none. */
  principalId: string;
  link: LinkObservation;
  groups: GroupMembership;
  roleNames: Record<string, string>;
  calls: Record<string, number>;
  /** ISO 8601 UTC: before the first of these questions. What was seen is no older than this, and may be no newer. */
  askedAt: string;
  /** ISO 8601 UTC: when it was told what is delegated. */
  seenAt: string;
}

/** @param record of the identity @throws nothing that Azure does: it is in the sight */
export async function lookAtSubscription(
  keeper: Keeper,
  deadline: Deadline,
  subscriptionId: string,
  record: IdentityRecord | undefined,
): Promise<SubscriptionLook> {
  const { azure, identity, groupLookup, clock } = keeper;
  const roleNames = { ...record?.roleNames };
  const blind = (sight: CheckSight, cause: string): SubscriptionLook => {
    const link = { kind: 'unreadable', cause } as const;
    const askedAt = clock.now().toISOString();
    return {
      sight,
      principalId: '',
      link,
      groups: { kind: 'off' },
      roleNames,
      calls: {},
      askedAt,
      seenAt: askedAt,
    };
  };
  let session: AzureSession;
  try {
    session = await azure.openSession(deadline);
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error;
    return blind({ kind: 'no-token', cause: error.message }, error.message);
  }
  const { principalId } = session;
  const expected = identity.principalId ?? record?.principalId;
  if (expected !== undefined && expected !== principalId)
    return blind(
      { kind: 'other-principal', expected, found: principalId },
      'The token is for another principal.',
    );
  const askedAt = clock.now().toISOString();
  const [link, { sight, seenAt }, groups] = await Promise.all([
    session.readLink(),
    see(session, identity.tenantId, subscriptionId).then((sight) => ({
      sight,
      seenAt: clock.now().toISOString(),
    })),
    groupLookup === 'graph' ? readGroups(session) : ({ kind: 'off' } as const),
  ]);
  const held =
    sight.kind === 'delegated' ? heldRoles([sight], { principalId, groups }) : new Map<string, string>();
  return {
    sight,
    principalId,
    link,
    groups,
    roleNames: await nameRoles(session, held, roleNames),
    calls: session.calls(),
    askedAt,
    seenAt,
  };
}

async function see(
  session: AzureSession,
  providerTenantId: string,
  subscriptionId: string,
): Promise<CheckSight> {
  const answer = await session.readSubscription(subscriptionId);
  if (answer.kind === 'hidden') return { kind: 'hidden' };
  if (answer.kind === 'unread') return { kind: 'unread', subscriptionId, cause: answer.cause };
  const { subscription } = answer;
  if (subscription.tenantId === providerTenantId) return { kind: 'bare', subscription, why: 'own-tenant' };
  const seen = await scan(session, subscription);
  return seen.kind === 'not-delegated' ? { kind: 'bare', subscription, why: 'not-delegated' } : seen;
}
