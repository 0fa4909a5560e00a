// What a portal wants in the template beside our own three roles: refused where Lighthouse would refuse it.
import { armAuthorization, OWN_ROLES } from './arm-template.ts';
import type { Provider } from './inspect-authorization.ts';
import { inspectEntries, type Entry } from './inspect-list.ts';
import type { OfferedAuthorization } from './offer.ts';
import type { Refusal } from './refusal.ts';

/**
 * @param extras those with a policy are eligible ones
 * @returns with pointers into the list of extras
 */
export function inspectExtras(
  extras: readonly OfferedAuthorization[],
  principalId: string,
  provider: Provider,
): Refusal[] {
  // Ours come first, so that of two alike it is the extra one that is named.
  const permanent: Entry[] = OWN_ROLES.map((roleDefinitionId, index) => ({
    value: { principalId, roleDefinitionId },
    path: ['own', index],
  }));
  const eligible: Entry[] = [];
  for (const [index, each] of extras.entries())
    (isEligible(each) ? eligible : permanent).push({ value: armAuthorization(each), path: [index] });
  return [
    ...inspectEntries(permanent, 'permanent', provider),
    ...inspectEntries(eligible, 'eligible', provider),
  ].flatMap(({ refused }) => refused);
}

/** A policy is what makes it so. */
export function isEligible({ justInTimeAccessPolicy }: OfferedAuthorization): boolean {
  return justInTimeAccessPolicy !== undefined;
}
