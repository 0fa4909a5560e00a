// The reasons that the delegations themselves tell: who is named in them, with which roles, where, in force or not.
import type { AssessedScope, HeldRole } from '../assess.ts';
import { provisioningOf } from '../delegation.ts';
import { finding, type FindingCode } from '../finding.ts';
import { isSeenNotEnabled, STATE_NOT_GIVEN } from '../subscription-state.ts';
import { firstOf, found, OK, unseen, UNSEEN, type Judgement } from './judgement.ts';
import type { Sight } from './sight.ts';

/** 1: no permanent role is held anywhere in the subscription. */
export function judgeAccess({ row, doubt }: Sight): Judgement {
  const { scopes, findings } = row;
  const isHeld = rolesInForce(scopes).some(({ permanent }) => permanent);
  if (isHeld) return doubt === undefined ? OK : unseen(doubt);
  // What may be a group of ours, or is on its way, may give a role.
  const open = firstOf(findings, ['group-unresolved']);
  if (open !== undefined) return unseen(open.message);
  if (isUnderWay(scopes)) return unseen('A delegation is still being provisioned: see reason 20.');
  return foundOrDoubted(
    { row, doubt },
    ['removed', 'no-authorization', 'role-just-in-time-only', 'delegation-not-succeeded'],
    () => UNSEEN,
  );
}

/** 5: no role that counts, or a just-in-time one only; of every scope. */
export function judgeRoleEligible(sight: Sight): Judgement {
  const { scopes, findings } = sight.row;
  return foundOrDoubted(sight, ['role-not-eligible', 'role-just-in-time-only'], () => {
    if (scopes.length > 0 && scopes.every((scope) => reaching(scope, scopes).some(isCounting))) return OK;
    const open = firstOf(findings, ['role-unlisted', 'group-unresolved']);
    if (open !== undefined) return unseen(open.message);
    return unseen('There is no role in force to judge: see reasons 8 and 20.');
  });
}

/** 8: a delegation in force that does not name the principal. One that names it just-in-time only does. */
export function judgeAuthorization(sight: Sight): Judgement {
  const { scopes, findings } = sight.row;
  return foundOrDoubted(sight, ['no-authorization'], () => {
    if (scopes.length > 0 && scopes.every((scope) => reaching(scope, scopes).length > 0)) return OK;
    const open = firstOf(findings, ['group-unresolved']);
    return unseen(open?.message ?? 'Not every delegation is in force: see reason 20.');
  });
}

/** 2: usage itself is not read; only what was seen to be empty is told. */
export function judgeUsage(sight: Sight): Judgement {
  return foundOrUnseen(sight, 'no-resources');
}

/** 9: the removal is seen; the partner's own access (AOBO) and deny assignments never are. */
export function judgeRemoval(sight: Sight): Judgement {
  return foundOrUnseen(sight, 'removed');
}

/** 19: what is delegated is not the whole subscription. */
export function judgeWholeSubscription(sight: Sight): Judgement {
  const { scopes } = sight.row;
  return foundOrDoubted(sight, ['resource-group-only'], () => {
    const own = scopes.filter(({ kind }) => kind === 'subscription');
    if (own.some(({ delegations }) => delegations.some(isInForce))) return OK;
    return own.length > 0
      ? unseen('The delegation of the subscription is not in force: see reason 20.')
      : unseen('Only resource groups are delegated, and in none is a role that is known to count.');
  });
}

/** 20 */
export function judgeProvisioning(sight: Sight): Judgement {
  const { scopes } = sight.row;
  return foundOrDoubted(sight, ['delegation-not-succeeded'], () =>
    scopes.length > 0 && scopes.every(({ delegations }) => delegations.every(isInForce)) ? OK : UNSEEN,
  );
}

/** 21: the state stands in the listing, also where the delegations could not be read. */
export function judgeState({ row, doubt }: Sight): Judgement {
  const { removedAt, state } = row;
  if (removedAt === undefined && isSeenNotEnabled(state))
    return found(finding('subscription-not-enabled', state));
  if (removedAt === undefined && state === STATE_NOT_GIVEN) return unseen('Azure did not give its state.');
  return doubt === undefined ? OK : unseen(doubt);
}

/** What was found last stands until something else is read; what was not found is only trusted without a doubt. */
function foundOrDoubted(
  { row, doubt }: Pick<Sight, 'row' | 'doubt'>,
  codes: readonly FindingCode[],
  otherwise: () => Judgement,
): Judgement {
  const told = firstOf(row.findings, codes);
  if (told !== undefined) return found(told);
  return doubt === undefined ? otherwise() : unseen(doubt);
}

function foundOrUnseen({ row }: Sight, code: FindingCode): Judgement {
  const told = firstOf(row.findings, [code]);
  return told === undefined ? UNSEEN : found(told);
}

/** Roles of the principal that reach a scope through delegations in force; a subscription's reach its groups too. */
function reaching(scope: AssessedScope, scopes: readonly AssessedScope[]): HeldRole[] {
  return rolesInForce(scopes.filter((each) => each === scope || each.kind === 'subscription'));
}

function rolesInForce(scopes: readonly AssessedScope[]): HeldRole[] {
  return scopes.flatMap(({ delegations }) => delegations.filter(isInForce).flatMap(({ roles }) => roles));
}

function isUnderWay(scopes: readonly AssessedScope[]): boolean {
  return scopes.some(({ delegations }) =>
    delegations.some(({ provisioningState }) => provisioningOf(provisioningState) === 'under-way'),
  );
}

function isInForce({ provisioningState }: { provisioningState: string }): boolean {
  return provisioningOf(provisioningState) === 'succeeded';
}

function isCounting({ permanent, eligibility }: HeldRole): boolean {
  return permanent && eligibility === 'yes';
}
