// Answers to POSTs in the table: an entity for each id, changed under its ETag, with further ones where the answer is too
// large for one. Each tells in a number when it is dead, so that the service itself finds those that are.
import type { AnswerHold, AnswerStore, KeptAnswer } from '../ports/answers.ts';
import type { Clock } from '../ports/clock.ts';
import {
  DEAD_MS,
  freedEntry,
  heldEntry,
  keptEntry,
  newHold,
  parseEntry,
  standingAnswer,
  type AnswerEntry,
} from './answer-entry.ts';
import type { Entity, Found, TablesAccess } from './tables-access.ts';
import { fromEntities, toEntities } from './tables-entity.ts';

const ANSWERS = 'answers';
/** Minutes since 1970, which a 32-bit number holds: when the entity may go. */
const DEAD_AT = 'deadAt';
const MINUTE_MS = 60_000;
/** Parts outlive what names them. */
const PARTS_OUTLIVE_MINUTES = 60;
/** How many of the dead one claim takes away: more than come in with it, so that they cannot pile up. */
const MOST_REMOVED = 20;
const TIDY_EVERY_MS = 10 * MINUTE_MS;

interface Seen {
  found: Found;
  entry: AnswerEntry;
}

export function openTablesAnswers(tables: TablesAccess, clock: Clock): AnswerStore {
  let tidyAt = 0;

  async function read(id: string): Promise<Seen | undefined> {
    const found = await tables.get(ANSWERS, id);
    if (found === undefined) return undefined;
    const name = `The answer ${id}`;
    return { found, entry: parseEntry(fromEntities([found.properties], name), name) };
  }

  /** With the answer, also where it lies in entities of its own. */
  async function whole(id: string, entry: AnswerEntry): Promise<AnswerEntry> {
    const { holder, parts } = entry;
    if (parts === undefined) return entry;
    const name = `The answer ${id}`;
    const entities: unknown[] = [];
    for (let part = 0; part < parts; part += 1)
      entities.push((await tables.get(ANSWERS, partKey(id, holder, part)))?.properties);
    return parseEntry(fromEntities(entities, name), name);
  }

  async function put(id: string, entry: AnswerEntry, before: Seen | undefined): Promise<boolean> {
    const [only] = toEntities(JSON.stringify(entry));
    const properties = { ...only?.properties, [DEAD_AT]: deadAt(entry) };
    const entity: Entity = { partitionKey: ANSWERS, rowKey: id, properties };
    return before === undefined ? tables.insert(entity) : tables.replace(entity, before.found.etag);
  }

  /** The next step of one's own hold. */
  async function conclude(hold: AnswerHold, next: AnswerEntry): Promise<boolean> {
    for (;;) {
      const seen = await read(hold.id);
      if (seen?.entry.holder !== hold.holder) return false;
      // Told that another came first, it may have been our own try before, whose answer was lost.
      if (seen.entry.until === next.until && seen.entry.parts === next.parts) return true;
      if (await put(hold.id, next, seen)) return true;
    }
  }

  async function keep(hold: AnswerHold, answer: KeptAnswer, keptMs: number): Promise<boolean> {
    const entry = keptEntry(hold, answer, keptMs, clock.now());
    const parts = toEntities(JSON.stringify(entry));
    if (parts.length === 1) return conclude(hold, entry);
    const rowKeys = parts.map((_, part) => partKey(hold.id, hold.holder, part));
    for (const [part, { properties }] of parts.entries()) {
      const keys = { partitionKey: ANSWERS, rowKey: rowKeys[part] ?? '' };
      const dead = { [DEAD_AT]: deadAt(entry) + PARTS_OUTLIVE_MINUTES };
      await tables.put([{ ...keys, properties: { ...properties, ...dead } }]);
    }
    const { answer: _, ...rest } = entry;
    if (await conclude(hold, { ...rest, parts: parts.length })) return true;
    await tables.discard(ANSWERS, rowKeys);
    return false;
  }

  /** Never throws: leftovers do no harm. */
  async function tidyUp(): Promise<void> {
    const now = clock.now().getTime();
    if (now < tidyAt) return;
    const minute = Math.floor(now / MINUTE_MS);
    try {
      const dead = await tables.listBelow(ANSWERS, DEAD_AT, minute, MOST_REMOVED);
      await Promise.all(dead.map((rowKey) => remove(rowKey, minute)));
      tidyAt = dead.length < MOST_REMOVED ? now + TIDY_EVERY_MS : now;
    } catch {
      tidyAt = now + TIDY_EVERY_MS;
    }
  }

  /** Only as it was seen: somebody may have claimed it anew. */
  async function remove(rowKey: string, minute: number): Promise<void> {
    const found = await tables.get(ANSWERS, rowKey);
    const properties = new Map(Object.entries(found?.properties ?? {}));
    if (found !== undefined && Number(properties.get(DEAD_AT)) < minute)
      await tables.remove(ANSWERS, rowKey, found.etag);
  }

  return {
    async claimAnswer(claim) {
      const hold = newHold(claim);
      for (;;) {
        const seen = await read(claim.id);
        // Our own try before, whose answer was lost.
        if (seen?.entry.holder === hold.holder) return { kind: 'granted', hold };
        const now = clock.now();
        const isFree = seen === undefined || standingAnswer(seen.entry, claim, now) === undefined;
        const standing = isFree ? undefined : standingAnswer(await whole(claim.id, seen.entry), claim, now);
        if (standing !== undefined) return standing;
        if (!(await put(claim.id, heldEntry(hold, claim.holdMs, now), seen))) continue;
        await tidyUp();
        return { kind: 'granted', hold };
      }
    },
    keepAnswer: keep,
    async freeAnswer(hold) {
      await conclude(hold, freedEntry(hold, clock.now()));
    },
  };
}

function partKey(id: string, holder: string, part: number): string {
  return `${id}.${holder}.${part}`;
}

function deadAt({ until }: AnswerEntry): number {
  return Math.ceil((Date.parse(until) + DEAD_MS) / MINUTE_MS);
}
