// What the lists of delegations say of the assumptions about them.
import { SUPPORT_REQUEST_CONTRIBUTOR } from '../cloud/worlds/role-ids.ts';
import type { Assumptions } from '../cloud/assumptions.ts';
import type { Answer } from './azure-reader.ts';
import { assignmentsPage, definition, groupOf } from './shapes.ts';
import type { Look, Sight } from './sight.ts';
import { assumed, confirmed, differs, either, isNoAnswer, notSeen, shown, type Check } from './verdict.ts';

export const DELEGATION_CHECKS = {
  delegationsNeedRead: {
    assumed:
      'Reading delegations needs a role with the right to: Support Request Contributor alone gets 403.',
    judge: (sight) => {
      const without = sight.looks.filter((each) => readsWithoutRight(each, sight)).length;
      if (without > 0) return differs(`Read on ${without} with Support Request Contributor alone.`);
      const refused = refusals(sight).length;
      return refused > 0
        ? confirmed(`403 on ${refused} that are visible.`)
        : notSeen('None was refused.', 'A subscription with Support Request Contributor alone.');
    },
  },
  delegationsForbiddenCode: {
    assumed: `That 403 says ${assumed.delegationsForbiddenCode}.`,
    judge: (sight) => {
      const codes = [...new Set(refusals(sight).map(({ code }) => code))].sort();
      if (codes.length === 0) return notSeen('None was refused.', 'A subscription that may not be read.');
      return either(codes.join() === assumed.delegationsForbiddenCode, `It says ${codes.join(', ')}.`);
    },
  },
  foreignDelegationsShown: {
    assumed: "The list shows other providers' delegations as well.",
    judge: (sight) => {
      const known = sight.known.shared;
      const showing = [...sight.looks, ...(known === undefined ? [] : [known])].filter((each) =>
        each.assignments?.some((one) => managerOf(one) !== sight.providerTenantId),
      ).length;
      if (showing > 0) return confirmed(`Seen on ${showing}.`);
      if (known?.assignments === undefined)
        return notSeen('None was seen.', '--known shared=ID of one that another provider manages too.');
      return differs('None on the one that you know.');
    },
  },
  delegationFilter: {
    assumed: 'The $filter by managedByTenantId is applied.',
    judge: ({ filtered }) => {
      if (filtered === undefined) return notSeen('Nothing delegated was seen.', 'A delegated subscription.');
      const count = lengthOf(filtered);
      if (isNoAnswer(filtered)) return notSeen(shown(filtered), 'Run the probe again.');
      if (count === undefined) return differs(shown(filtered));
      return either(count === 0, `${count} under the filter of a tenant that manages nothing.`);
    },
  },
  delegationPageSize: {
    assumed: 'All delegations come in one answer.',
    judge: ({ looks }) => {
      if (looks.some(({ paged }) => paged)) return differs('A list led to a next page.');
      const most = Math.max(0, ...looks.map(({ assignments = [] }) => assignments.length));
      return most > 1
        ? confirmed(`Up to ${most} in one answer.`)
        : notSeen(`At most ${most} on a list.`, 'A subscription with several delegations.');
    },
  },
  groupListInherits: {
    assumed: "A resource group's list holds only its own delegations.",
    judge: ({ group }) => {
      if (group === undefined)
        return notSeen(
          'None was seen.',
          'A subscription that is delegated as a whole and a group of it too.',
        );
      const page = assignmentsPage.safeParse(group.body).data;
      if (isNoAnswer(group) || page === undefined) return notSeen(shown(group), 'Run the probe again.');
      const inherited = page.value.filter((one) => groupOf(one) === undefined).length;
      return either(inherited === 0, `${inherited} of the whole subscription among ${page.value.length}.`);
    },
  },
  definitionNamesManagee: {
    assumed: 'A definition that is read directly does not name the customer (manageeTenantId).',
    judge: ({ definition: answer }) => {
      if (answer === undefined) return notSeen('Nothing delegated was seen.', 'A delegated subscription.');
      const read = definition.safeParse(answer.body).data;
      if (read === undefined) return notSeen(shown(answer), 'A definition that can be read.');
      const named = typeof read.properties.manageeTenantId === 'string';
      return either(!named, named ? 'It names the customer.' : 'It does not.');
    },
  },
  roleAssignmentsByTenant: {
    assumed: 'Role assignments of Lighthouse are not shown, also where the managing tenant is asked for.',
    judge: ({ roleAssignments }) => {
      if (roleAssignments === undefined)
        return notSeen(
          'No role of this principal was seen.',
          'A delegation that names the principal itself.',
        );
      const count = lengthOf(roleAssignments);
      if (count === undefined)
        return notSeen(shown(roleAssignments), 'A subscription where they can be listed.');
      return either(count === 0, `${count} shown.`);
    },
  },
} satisfies Partial<Record<keyof Assumptions, Check>>;

function managerOf({ properties }: NonNullable<Look['assignments']>[number]): string {
  return properties.registrationDefinition.properties.managedByTenantId;
}

function refusals({ looks }: Sight): Answer[] {
  return looks.map(({ answer }) => answer).filter(({ status }) => status === 403);
}

/** Only where nobody else is authorized, for a group might hold more, and this principal be in it. */
function readsWithoutRight({ assignments = [] }: Look, sight: Sight): boolean {
  const authorizations = assignments
    .filter((each) => managerOf(each) === sight.providerTenantId)
    .flatMap(({ properties }) => properties.registrationDefinition.properties.authorizations);
  return (
    authorizations.length > 0 &&
    authorizations.every(
      ({ principalId, roleDefinitionId }) =>
        principalId === sight.principalId && roleDefinitionId === SUPPORT_REQUEST_CONTRIBUTOR,
    )
  );
}

function lengthOf({ body }: Answer): number | undefined {
  const value = typeof body === 'object' && body !== null && 'value' in body ? body.value : undefined;
  return Array.isArray(value) ? value.length : undefined;
}
