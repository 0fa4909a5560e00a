// Reads one authorization as a template gives it, and says what Lighthouse refuses of it and what cannot be told.
import { BUILT_IN_ROLES_DATE, type Catalogue } from '../catalogue.ts';
import { bareRoleId } from '../delegation.ts';
import { isGuid } from './guid.ts';
import { inspectPolicy } from './inspect-policy.ts';
import { keyOf, toPointer, type Path } from './json.ts';
import { leftOut, type OfferedAuthorization, type Open } from './offer.ts';
import { refusal, type Refusal } from './refusal.ts';
import { OWNER, USER_ACCESS_ADMINISTRATOR } from './role-ids.ts';
import { isValueObject, Unresolved, type Value, type ValueObject } from './value.ts';

/** What is known beside the template. */
export interface Provider {
  catalogue: Catalogue;
  /** Object ids of all our service principals, GUIDs in lower case. */
  ownPrincipals: ReadonlySet<string>;
  /** Our application (client) id to the principal that is meant by it. */
  clientIds: ReadonlyMap<string, string>;
  /** Not in national clouds. */
  takesEligible: boolean;
}

export type Kind = 'permanent' | 'eligible';

export interface Inspected {
  path: Path;
  /** Absent where principal or role cannot be told. */
  authorization?: OfferedAuthorization | undefined;
  refused: Refusal[];
  open: Open[];
}

export function inspectAuthorization(value: Value, kind: Kind, path: Path, provider: Provider): Inspected {
  if (value instanceof Unresolved) return { path, refused: [], open: [leftOut(value, path)] };
  if (!isValueObject(value))
    return { path, refused: [refusal('authorization-malformed', toPointer(path))], open: [] };
  const reader = new FieldReader(value, path);
  const principalId = readPrincipal(reader, provider);
  const roleDefinitionId = readRole(reader, provider.catalogue);
  const delegated = readDelegatedRoles(reader, provider.catalogue);
  if (kind === 'permanent' && roleDefinitionId === USER_ACCESS_ADMINISTRATOR && delegated === 'none')
    reader.refuse('delegatedRoleDefinitionIds', (at) => refusal('delegated-roles-missing', at));
  const policy =
    kind === 'eligible' ? readEligible(reader, provider, principalId, roleDefinitionId) : undefined;
  if (kind === 'eligible' && delegated !== 'none')
    reader.refuse('delegatedRoleDefinitionIds', (at) => refusal('eligible-delegated-roles', at));
  const name = reader.read('principalIdDisplayName');
  const authorization = principalId !== undefined &&
    roleDefinitionId !== undefined && {
      principalId,
      roleDefinitionId,
      ...(typeof name === 'string' && { principalIdDisplayName: name }),
      ...(Array.isArray(delegated) && { delegatedRoleDefinitionIds: delegated }),
      ...(policy !== undefined && { justInTimeAccessPolicy: policy }),
    };
  return { path, ...(authorization && { authorization }), refused: reader.refused, open: reader.open };
}

/** Reads the fields of one authorization and notes what is wrong with them. */
class FieldReader {
  readonly refused: Refusal[] = [];
  readonly open: Open[] = [];
  readonly #value: ValueObject;
  readonly #path: Path;

  constructor(value: ValueObject, path: Path) {
    this.#value = value;
    this.#path = path;
  }

  read(name: string): Value | undefined {
    const key = keyOf(this.#value, name);
    return key === undefined ? undefined : this.#value[key];
  }

  pathOf(name: string): Path {
    return [...this.#path, keyOf(this.#value, name) ?? name];
  }

  refuse(name: string, write: (pointer: string) => Refusal): void {
    this.refused.push(write(toPointer(this.pathOf(name))));
  }

  /** Notes what is not worked out. */
  isOpen(name: string, value: Value | undefined): value is Unresolved {
    if (!(value instanceof Unresolved)) return false;
    this.open.push(leftOut(value, this.pathOf(name)));
    return true;
  }
}

function readPrincipal(reader: FieldReader, { clientIds }: Provider): string | undefined {
  const value = reader.read('principalId');
  if (reader.isOpen('principalId', value)) return undefined;
  if (!isGuid(value)) {
    reader.refuse('principalId', (at) => refusal('principal-missing', at));
    return undefined;
  }
  const meant = clientIds.get(value.toLowerCase());
  if (meant !== undefined) reader.refuse('principalId', (at) => refusal('principal-is-client-id', at, meant));
  return value.toLowerCase();
}

function readRole(reader: FieldReader, catalogue: Catalogue): string | undefined {
  const value = reader.read('roleDefinitionId');
  if (reader.isOpen('roleDefinitionId', value)) return undefined;
  const id = typeof value === 'string' ? bareRoleId(value) : '';
  if (!isGuid(id)) {
    reader.refuse('roleDefinitionId', (at) => refusal('role-missing', at));
    return undefined;
  }
  reader.refused.push(...refusedRole(id, toPointer(reader.pathOf('roleDefinitionId')), catalogue));
  if (id !== (value as string).toLowerCase())
    reader.refuse('roleDefinitionId', (at) => refusal('role-id-not-bare', at, id));
  return id;
}

function refusedRole(id: string, pointer: string, catalogue: Catalogue): Refusal[] {
  if (id === OWNER) return [refusal('role-owner', pointer)];
  const support = catalogue.lighthouse(id);
  if (support === undefined) return [refusal('role-not-built-in', pointer, id, BUILT_IN_ROLES_DATE)];
  return support === 'not-supported' ? [refusal('role-unsupported', pointer, catalogue.roleName(id))] : [];
}

/** `none`: there are none, or an empty list of them; `open`: they are not worked out, or wrong. */
function readDelegatedRoles(reader: FieldReader, catalogue: Catalogue): string[] | 'none' | 'open' {
  const name = 'delegatedRoleDefinitionIds';
  const value = reader.read(name);
  if (value === undefined || value === null) return 'none';
  if (reader.isOpen(name, value)) return 'open';
  const items: readonly Value[] = Array.isArray(value) ? value : [value];
  if (items.length === 0) return 'none';
  const open = items.find((item) => item instanceof Unresolved);
  if (reader.isOpen(name, open)) return 'open';
  if (!Array.isArray(value) || !items.every(isGuid)) {
    reader.refuse(name, (at) => refusal('delegated-roles-malformed', at));
    return 'open';
  }
  const ids = items.map((item) => item.toLowerCase());
  for (const [index, id] of ids.entries())
    if (id === OWNER || id === USER_ACCESS_ADMINISTRATOR || catalogue.lighthouse(id) === undefined)
      reader.refused.push(
        refusal(
          'delegated-role-unsupported',
          toPointer([...reader.pathOf(name), index]),
          catalogue.roleName(id),
        ),
      );
  return ids;
}

function readEligible(
  reader: FieldReader,
  provider: Provider,
  principalId: string | undefined,
  roleDefinitionId: string | undefined,
): OfferedAuthorization['justInTimeAccessPolicy'] {
  if (!provider.takesEligible) reader.refuse('justInTimeAccessPolicy', (at) => refusal('eligible-cloud', at));
  if (principalId !== undefined && provider.ownPrincipals.has(principalId))
    reader.refuse('principalId', (at) => refusal('eligible-service-principal', at));
  if (roleDefinitionId === USER_ACCESS_ADMINISTRATOR)
    reader.refuse('roleDefinitionId', (at) => refusal('eligible-user-access-administrator', at));
  const name = 'justInTimeAccessPolicy';
  const value = reader.read(name);
  if (value === undefined || value === null) return undefined;
  const { policy, refused, open } = inspectPolicy(value, reader.pathOf(name), provider.ownPrincipals);
  reader.refused.push(...refused);
  reader.open.push(...open);
  return policy;
}
