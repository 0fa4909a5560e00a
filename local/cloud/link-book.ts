// The PAL links of a world: how a write moves the version and the times, and every state a link has passed through.
import { homeTenantOf, type LinkRecord, type World } from './world.ts';

export interface LinkOwner {
  tenantId: string;
  objectId: string;
}

/** One state of one principal's link, in the order in which they came. */
export interface LinkState {
  tenantId: string;
  objectId: string;
  at: string;
  /** `start`: as the world began; `api`: over ARM; `other`: another actor, or a change of the world by hand. */
  by: 'start' | 'api' | 'other';
  /** null: not linked. */
  partnerId: string | null;
  version: number;
}

export class LinkBook {
  readonly #world: World;
  readonly #now: () => Date;
  readonly #history: LinkState[] = [];
  readonly #last = new Map<string, LinkState>();
  #writes = 0;

  constructor(world: World, now: () => Date) {
    this.#world = world;
    this.#now = now;
    for (const principal of world.principals) {
      this.#note({ tenantId: homeTenantOf(world, principal), objectId: principal.objectId }, 'start');
    }
  }

  /** The record, also of a deleted link. */
  find(owner: LinkOwner): LinkRecord | undefined {
    this.#note(owner, 'other');
    return this.#record(owner);
  }

  /** Links, re-activates or changes; createdTime stays that of the first link (recordings of the CLI and PowerShell). */
  write(owner: LinkOwner, partnerId: string, by: 'api' | 'other'): LinkRecord {
    this.#note(owner, 'other');
    const time = this.#time();
    const found = this.#record(owner);
    if (found === undefined) {
      const created: LinkRecord = {
        ...owner,
        partnerId,
        version: 1,
        state: 'Active',
        createdTime: time,
        updatedTime: time,
      };
      this.#world.links.push(created);
    } else {
      Object.assign(found, { partnerId, version: found.version + 1, state: 'Active', updatedTime: time });
    }
    this.#note(owner, by);
    return this.#record(owner) as LinkRecord;
  }

  /** Soft: the record stays and counts the deletion as one more version. False: there was no link. */
  remove(owner: LinkOwner, by: 'api' | 'other'): boolean {
    const found = this.find(owner);
    if (found?.state !== 'Active') return false;
    Object.assign(found, { version: found.version + 1, state: 'Deleted', updatedTime: this.#time() });
    this.#note(owner, by);
    return true;
  }

  history(): LinkState[] {
    for (const state of this.#last.values()) this.#note(state, 'other');
    return this.#history.map((state) => ({ ...state }));
  }

  #record(owner: LinkOwner): LinkRecord | undefined {
    const key = ownerKey(owner);
    return this.#world.links.find((link) => ownerKey(link) === key);
  }

  #note(owner: LinkOwner, by: LinkState['by']): void {
    const record = this.#record(owner);
    const partnerId = record?.state === 'Active' ? record.partnerId : null;
    const version = record?.version ?? 0;
    const last = this.#last.get(ownerKey(owner));
    if (last?.partnerId === partnerId && last.version === version) return;
    const { tenantId, objectId } = owner;
    const state = { tenantId, objectId, at: this.#now().toISOString(), by, partnerId, version };
    this.#history.push(state);
    this.#last.set(ownerKey(owner), state);
  }

  /** The service writes up to seven digits of a second and cuts trailing zeros: the last four count our writes. */
  #time(): string {
    this.#writes += 1;
    const digits = `${this.#now().toISOString().slice(0, -1)}${String(this.#writes % 10_000).padStart(4, '0')}`;
    return `${digits.replace(/\.?0+$/, '')}Z`;
  }
}

/** A principal of the world by its object id; default: the first one. */
export function ownerIn(world: World, objectId = world.principals[0]?.objectId ?? ''): LinkOwner {
  const id = objectId.toLowerCase();
  const principal = world.principals.find((each) => each.objectId.toLowerCase() === id);
  return { tenantId: homeTenantOf(world, principal), objectId };
}

function ownerKey(owner: LinkOwner): string {
  return `${owner.tenantId}/${owner.objectId}`.toLowerCase();
}
