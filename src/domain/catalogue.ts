// The dated PEC role table: which built-in role counts for partner earned credit. A role it does not list has no
// official answer, so it is `unlisted`: never taken for eligible and never for not eligible.
import otherRoles from './data/other-builtin-roles.json' with { type: 'json' };
import pecRoles from './data/pec-roles.json' with { type: 'json' };
import { bareRoleId } from './delegation.ts';

export type Eligibility = 'yes' | 'no' | 'unlisted';
/** `limited`: User Access Administrator, which Lighthouse takes only with delegatedRoleDefinitionIds. */
export type LighthouseSupport = 'supported' | 'limited' | 'not-supported';

export interface Catalogue {
  /** Date of Microsoft's table, YYYY-MM-DD. */
  readonly date: string;
  readonly overrides: Readonly<Record<string, 'yes' | 'no'>>;
  eligibility(roleDefinitionId: string): Eligibility;
  /** The role's present name, or its id where nobody told it. */
  roleName(roleDefinitionId: string): string;
  isNamed(roleDefinitionId: string): boolean;
  /** undefined where the role is in neither data file. */
  lighthouse(roleDefinitionId: string): LighthouseSupport | undefined;
}

interface ShippedRole {
  roleName: string;
  eligibility: Eligibility;
  lighthouse: LighthouseSupport;
}

const SHIPPED: ReadonlyMap<string, ShippedRole> = new Map([
  ...otherRoles.roles.map((role) => shipped(role, 'unlisted')),
  ...pecRoles.roles.map((role) => shipped(role, role.pecEligible ? 'yes' : 'no')),
]);

export const CATALOGUE_DATE = pecRoles.tableDate;
/** Date of the list of all built-in roles that is carried here, YYYY-MM-DD: its source ends with it. */
export const BUILT_IN_ROLES_DATE = otherRoles.source.slice(-10);

/**
 * @param overrides roleDefinitionId (GUID, any case) to yes or no, laid over the shipped table
 * @param learnedNames roleDefinitionId to name, for roles that Azure named and the shipped data does not
 */
export function createCatalogue(
  overrides: Readonly<Record<string, 'yes' | 'no'>> = {},
  learnedNames: Readonly<Record<string, string>> = {},
): Catalogue {
  const laidOver = byBareId(overrides);
  const learned = byBareId(learnedNames);
  const nameOf = (id: string): string | undefined => SHIPPED.get(id)?.roleName ?? learned.get(id);
  return {
    date: CATALOGUE_DATE,
    overrides: Object.fromEntries(laidOver),
    eligibility(roleDefinitionId) {
      const id = bareRoleId(roleDefinitionId);
      return laidOver.get(id) ?? SHIPPED.get(id)?.eligibility ?? 'unlisted';
    },
    roleName(roleDefinitionId) {
      const id = bareRoleId(roleDefinitionId);
      return nameOf(id) ?? id;
    },
    isNamed: (roleDefinitionId) => nameOf(bareRoleId(roleDefinitionId)) !== undefined,
    lighthouse: (roleDefinitionId) => SHIPPED.get(bareRoleId(roleDefinitionId))?.lighthouse,
  };
}

function shipped(
  role: { roleDefinitionId: string; roleName: string; currentName?: string; lighthouse: string },
  eligibility: Eligibility,
): [string, ShippedRole] {
  const lighthouse = role.lighthouse as LighthouseSupport;
  const roleName = role.currentName ?? role.roleName;
  return [role.roleDefinitionId.toLowerCase(), { roleName, eligibility, lighthouse }];
}

function byBareId<T>(byRole: Readonly<Record<string, T>>): Map<string, T> {
  return new Map(Object.entries(byRole).map(([id, value]) => [bareRoleId(id), value]));
}
