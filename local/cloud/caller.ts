// Who is calling: the principal of a bearer token that the simulated Entra signed.
import { audienceFits } from './hosts.ts';
import { header } from './request.ts';
import type { Call } from './route.ts';
import { managingTenants, type World } from './world.ts';

export interface Caller {
  tenantId: string;
  objectId: string;
  clientId: string;
}

export async function authenticate(call: Call): Promise<Caller | undefined> {
  const token = /^Bearer (\S+)$/i.exec(header(call.request, 'authorization') ?? '')?.[1];
  if (token === undefined) return undefined;
  const claims = await call.simulation.keys.verify(token);
  if (claims === undefined) return undefined;
  const { aud, tid, oid, appid } = claims;
  if (typeof aud !== 'string' || !audienceFits(aud, call.request.host)) return undefined;
  if (typeof tid !== 'string' || typeof oid !== 'string') return undefined;
  if (!managingTenants(call.simulation.world).has(tid.toLowerCase())) return undefined;
  return { tenantId: tid, objectId: oid, clientId: typeof appid === 'string' ? appid : oid };
}

/** The groups of a principal, with those that they are nested in. */
export function transitiveGroups(world: World, objectId: string): string[] {
  const id = objectId.toLowerCase();
  const principal = world.principals.find((each) => each.objectId.toLowerCase() === id);
  const found = new Map<string, string>();
  const open = [...(principal?.groups ?? [])];
  for (let groupId = open.pop(); groupId !== undefined; groupId = open.pop()) {
    const key = groupId.toLowerCase();
    if (found.has(key)) continue;
    found.set(key, groupId);
    open.push(...(world.groups.find((group) => group.groupId.toLowerCase() === key)?.memberOf ?? []));
  }
  return [...found.values()];
}

/** The ids, in lower case, under which an authorization reaches the caller: its own and its groups'. */
export function reachedBy(world: World, caller: Caller): ReadonlySet<string> {
  const ids = transitiveGroups(world, caller.objectId);
  return new Set([caller.objectId, ...ids].map((id) => id.toLowerCase()));
}
