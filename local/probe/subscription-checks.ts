// What the listing of subscriptions and reads of single ones say of the assumptions about them.
import type { Assumptions } from '../cloud/assumptions.ts';
import { groupOf, subscriptionsPage, type Assignment } from './shapes.ts';
import type { Look, Sight } from './sight.ts';
import {
  assumed,
  confirmed,
  differs,
  either,
  isNoAnswer,
  likeError,
  notSeen,
  shown,
  type Check,
} from './verdict.ts';

export const SUBSCRIPTION_CHECKS = {
  groupOnlyListed: {
    assumed: 'A subscription of which only resource groups are delegated is listed.',
    judge: (sight) => {
      const listed = groupOnly(sight).filter((each) => each.listed !== undefined).length;
      if (listed > 0) return confirmed(`${listed} such listed.`);
      const known = sight.known['group-only'];
      if (known === undefined)
        return notSeen('No such subscription is listed.', '--known group-only=ID of one that you know.');
      if (known.listed !== undefined) return confirmed('The one that you know is listed.');
      return sight.isWhole ? differs('The one that you know is not listed.') : HALF_A_LISTING;
    },
  },
  groupOnlyManagedByTenants: {
    assumed: 'Its managedByTenants names the managing tenant.',
    judge: (sight) => {
      const listed = groupOnly(sight).flatMap((each) => each.listed ?? []);
      if (listed.length === 0)
        return notSeen('No such subscription is listed.', 'One of which only resource groups are delegated.');
      const naming = listed.filter(({ managedByTenants }) =>
        managedByTenants.some(({ tenantId }) => tenantId === sight.providerTenantId),
      ).length;
      return either(naming === listed.length, `${naming} of ${listed.length} such name it.`);
    },
  },
  pendingDelegationListed: {
    assumed: 'A delegation that has not succeeded does not make a subscription visible.',
    judge: ({ known: { pending }, isWhole }) => {
      if (pending === undefined)
        return notSeen(
          'One that is listed may be visible for another reason.',
          '--known pending=ID of one whose only access is a delegation under way or failed.',
        );
      if (pending.listed !== undefined) return differs('The one that you know is listed.');
      return isWhole ? confirmed('The one that you know is not listed.') : HALF_A_LISTING;
    },
  },
  authorizationSource: {
    assumed: `A Lighthouse principal is shown the authorizationSource ${assumed.authorizationSource}.`,
    judge: (sight) => {
      const delegated = sight.looks.filter((each) => ours(each, sight).length > 0);
      const words = [...new Set(delegated.map(({ listed }) => listed?.authorizationSource ?? 'none'))].sort();
      if (words.length === 0) return notSeen('Nothing delegated was seen.', 'A delegated subscription.');
      return either(words.join() === assumed.authorizationSource, `${words.join(', ')}.`);
    },
  },
  subscriptionsCount: {
    assumed: 'The count of a page says how many there are in all.',
    judge: ({ pages, listed, isWhole }) => {
      if (!isWhole) return HALF_A_LISTING;
      const first = subscriptionsPage.safeParse(pages[0]?.body).data;
      if (first?.count === undefined) return differs('There is no count.');
      if (first.nextLink === undefined)
        return notSeen('All came on one page.', 'A tenant whose listing has several pages.');
      const seen = `${first.count.value} on a page of ${first.value.length}, with ${listed.length} in all.`;
      return either(first.count.value === listed.length, seen);
    },
  },
  hiddenSubscription: {
    assumed: 'A subscription that the caller does not see is 401 InvalidAuthenticationTokenTenant.',
    judge: ({ known: { hidden } }) => {
      if (hidden === undefined)
        return notSeen('None is known.', '--known hidden=ID of one of another tenant that is not delegated.');
      if (hidden.listed !== undefined) return notSeen('That one is listed.', 'One that is not delegated.');
      return likeError(hidden.subscription, { status: 401, code: 'InvalidAuthenticationTokenTenant' });
    },
  },
  subscriptionNotFound: {
    assumed: `An id that no subscription has is ${assumed.subscriptionNotFound.status} ${assumed.subscriptionNotFound.code}.`,
    judge: ({ madeUp }) => likeError(madeUp, assumed.subscriptionNotFound),
  },
  unauthenticated: {
    assumed: `ARM answers a missing token with ${assumed.unauthenticated.status} ${assumed.unauthenticated.code}.`,
    judge: ({ unauthenticated }) => likeError(unauthenticated, assumed.unauthenticated),
  },
  groupOnlyMayListDelegations: {
    assumed: "Who reads only resource groups may list the subscription's delegations.",
    judge: (sight) => {
      if (groupOnly(sight).length > 0) return confirmed(`Listed for ${groupOnly(sight).length} such.`);
      const known = sight.known['group-only'];
      if (known === undefined)
        return notSeen(
          'None whose delegations can be listed.',
          '--known group-only=ID of one that you know.',
        );
      if (known.answer.status === 403) return differs(shown(known.answer));
      const why = isNoAnswer(known.answer) ? 'Run the probe again.' : 'One that is visible.';
      return notSeen(`Its list: ${shown(known.answer)}.`, why);
    },
  },
} satisfies Partial<Record<keyof Assumptions, Check>>;

const HALF_A_LISTING = notSeen('The listing could not be read to its end.', 'Run the probe again.');

/** Looked at, delegated to us, and never as a whole. */
function groupOnly(sight: Sight): Look[] {
  const all = [...sight.looks, ...Object.values(sight.known)];
  const found = all.filter((each) => {
    const delegated = ours(each, sight);
    return delegated.length > 0 && delegated.every((one) => groupOf(one) !== undefined);
  });
  return [...new Map(found.map((each) => [each.subscriptionId, each])).values()];
}

function ours({ assignments = [] }: Look, { providerTenantId }: Sight): Assignment[] {
  return assignments.filter(
    ({ properties }) => properties.registrationDefinition.properties.managedByTenantId === providerTenantId,
  );
}
