// Says whether what a template offers will earn, as if the link were right: what Lighthouse refuses fails the whole
// deployment, what cannot be worked out leaves the word open, and the rest is judged as delegations in force are.
import { assessSubscription } from '../assess.ts';
import type { Delegation } from '../delegation.ts';
import { finding, type Finding } from '../finding.ts';
import type { Recognition } from '../recognition.ts';
import { reaches } from '../role-verdict.ts';
import type { Standing } from '../standing.ts';
import type { Inspected } from './inspect-authorization.ts';
import { inspectOffer, offerNamesTwice, type InspectedOffer } from './inspect-offer.ts';
import { toPointer } from './json.ts';
import type { Judging } from './judging.ts';
import { missingFrom, type Missing } from './missing.ts';
import type { OfferedAuthorization, OffersRead, Open, Place } from './offer.ts';
import { refusal, type Refusal } from './refusal.ts';

export interface CarryingRole {
  principalId: string;
  roleDefinitionId: string;
  roleName: string;
}

export interface Judgement {
  recognition: Recognition;
  /** The authorization that makes it earn. */
  carriedBy: CarryingRole | null;
  refused: Refusal[];
  missing: Missing[];
  findings: Finding[];
  /** What could not be worked out; while there is anything, the word is `unknown` at best. */
  unresolved: Open[];
}

/** A template names no subscription: it is deployed in any. */
const ANY_SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';

export function inspectOffers(read: OffersRead, judging: Judging): InspectedOffer[] {
  return read.offers.map((offer) => inspectOffer(offer, judging));
}

export function judgeOffers(
  { open, misplaced, assigns }: OffersRead,
  offers: readonly InspectedOffer[],
  judging: Judging,
): Judgement {
  const refused = [
    ...offers.flatMap((each) => each.refused),
    ...misplaced.map((path) => refusal('scope-unsupported', toPointer(path))),
    ...offerNamesTwice(offers),
  ];
  const unresolved = [...offers.flatMap((each) => each.open), ...open];
  const delegations = offers.flatMap((each) => toDelegations(each, judging));
  const assessed = assess(delegations, judging);
  const carrying = carrier(delegations, judging.standing);
  const recognition = wordOf(refused.length > 0 || !assigns, unresolved.length > 0, assessed.recognition);
  return {
    recognition,
    carriedBy: earns(recognition) ? carrying : null,
    refused,
    missing: missingFrom(offers, { isOpen: unresolved.length > 0, assigns }, judging),
    findings: distinct([...judging.linkFindings, ...(unresolved.length > 0 ? [] : assessed.findings)]),
    unresolved,
  };
}

export function earns(recognition: Recognition): boolean {
  return recognition === 'pec' || recognition === 'pec-partial';
}

function wordOf(fails: boolean, isOpen: boolean, judged: Recognition): Recognition {
  if (fails) return 'none';
  return isOpen ? 'unknown' : judged;
}

function assess(
  delegations: readonly Delegation[],
  { standing }: Judging,
): { recognition: Recognition; findings: Finding[] } {
  if (delegations.length === 0) return { recognition: 'none', findings: [finding('not-delegated')] };
  const { recognition, findings } = assessSubscription('Enabled', delegations, standing);
  // Of a new delegation there is no soon: such a role is refused.
  return { recognition, findings: findings.filter(({ code }) => code !== 'role-unsupported-soon') };
}

/** As if each were deployed already; only those of our tenant are ours to judge. */
function toDelegations(inspected: InspectedOffer, { tenantId }: Judging): Delegation[] {
  const { offer, tenant, permanent, eligible } = inspected;
  if (tenant !== tenantId) return [];
  return offer.assignedTo
    .filter(({ kind }) => kind !== 'other')
    .map((place) => ({
      scope: {
        id: scopeIdOf(place),
        kind: place.kind === 'subscription' ? 'subscription' : 'resourceGroup',
        subscriptionId: ANY_SUBSCRIPTION,
      },
      definitionId: toPointer(offer.path),
      definitionName: typeof offer.offerName === 'string' ? offer.offerName : offer.name,
      provisioningState: 'Succeeded',
      managedByTenantId: tenantId,
      authorizations: readable(permanent),
      eligibleAuthorizations: readable(eligible),
    }));
}

function scopeIdOf({ kind, group }: Place): string {
  const subscription = `/subscriptions/${ANY_SUBSCRIPTION}`;
  return kind === 'subscription' ? subscription : `${subscription}/resourceGroups/${group}`;
}

function readable(list: readonly Inspected[]): OfferedAuthorization[] {
  return list.flatMap(({ authorization }) => authorization ?? []);
}

/** The subscription's before a group's, our own before a group of ours. */
function carrier(
  delegations: readonly Delegation[],
  { principal, catalogue }: Standing,
): CarryingRole | null {
  const byScope = delegations.toSorted((a, b) => Number(isGroup(a)) - Number(isGroup(b)));
  const counting = byScope
    .flatMap(({ authorizations }) => authorizations)
    .filter(({ roleDefinitionId }) => catalogue.eligibility(roleDefinitionId) === 'yes');
  const found =
    counting.find((each) => reaches(each, principal) === 'principal') ??
    counting.find((each) => reaches(each, principal) === 'group');
  if (found === undefined) return null;
  const { principalId, roleDefinitionId } = found;
  return { principalId, roleDefinitionId, roleName: catalogue.roleName(roleDefinitionId) };
}

function isGroup({ scope }: Delegation): boolean {
  return scope.kind === 'resourceGroup';
}

/** Without scopes, for there are none yet: what is said of several is said once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const told = new Map<string, Finding>();
  for (const { code, message, fix } of findings) told.set(`${code} ${message}`, { code, message, fix });
  return [...told.values()];
}
