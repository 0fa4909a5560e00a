// What is true of a subscription by the rules of recognition, worked out from its world in the plainest way.
import pecRoles from '../../src/domain/data/pec-roles.json' with { type: 'json' };
import { bareRoleId } from '../../local/cloud/world.ts';
import type { Offer, Subscription, TrueRecognition, WorldIdentity } from '../../local/cloud/world.ts';

const table = new Map(pecRoles.roles.map((role) => [role.roleDefinitionId, role.pecEligible]));

/** With the link right and the group look-up off. */
export function trueRecognition(subscription: Subscription, identity: WorldIdentity): TrueRecognition {
  const ours = subscription.offers.filter((offer) => offer.managedByTenantId === identity.tenantId);
  if (ours.length === 0) return 'not-delegated';
  const words = ours.flatMap((offer) =>
    offer.assignments.map((assignment) => {
      const word = wordOf(offer, assignment.provisioningState, identity.objectId);
      return word === 'pec' && assignment.resourceGroup !== undefined ? 'pec-partial' : word;
    }),
  );
  const order: TrueRecognition[] = ['pec', 'pec-partial', 'unknown', 'pal-only'];
  return order.find((word) => words.includes(word)) ?? 'none';
}

function wordOf(offer: Offer, state: string, objectId: string): TrueRecognition {
  if (state !== 'Succeeded') return state === 'Failed' ? 'none' : 'unknown';
  const own = offer.authorizations.filter((each) => each.principalId === objectId);
  const answers = own.map((each) => table.get(bareRoleId(each.roleDefinitionId)));
  if (answers.includes(true)) return 'pec';
  if (answers.includes(undefined)) return 'unknown';
  if (answers.length > 0) return 'pal-only';
  // Only others: with the look-up off nobody can tell which of them is a group.
  return offer.authorizations.length > 0 ? 'unknown' : 'none';
}
