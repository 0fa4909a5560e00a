// Who may do what, and what a caller is called in the history (contract §7.7, §8 event.actor).

/** `operate` changes something. */
export type Need = 'read' | 'operate';

/** Whoever came with a function key (or locally without one), or an Entra principal by its object id. */
export type Caller = 'function-key' | `entra:${string}`;

/** App roles of the token; the second includes the first. */
const READ_ROLE = 'Keeper.Read';
const OPERATE_ROLE = 'Keeper.Operate';

/** @param keyAccess what a function key may do (FUNCTION_KEY_ACCESS) */
export function keyAllows(keyAccess: Need, needs: Need): boolean {
  return needs === 'read' || keyAccess === 'operate';
}

/** Roles are compared letter by letter, as Entra does. */
export function rolesAllow(roles: readonly string[], needs: Need): boolean {
  return roles.includes(OPERATE_ROLE) || (needs === 'read' && roles.includes(READ_ROLE));
}
