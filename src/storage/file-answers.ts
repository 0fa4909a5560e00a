// Answers to POSTs in the file store: a file for each step of an id, numbered upwards. The next number is created
// exclusively and counts only where none is higher, so that of two who build on the same step one has to look again.
import { join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import type { AnswerClaim, AnswerHold, AnswerStore, ClaimedAnswer } from '../ports/answers.ts';
import {
  freedEntry,
  heldEntry,
  isDead,
  keptEntry,
  newHold,
  parseEntry,
  standingAnswer,
  type AnswerEntry,
} from './answer-entry.ts';
import { isSpentCheck, newCheckName } from './check-name.ts';
import type { Disk } from './disk.ts';

const ANSWERS = 'answers';
const TEMPORARY = '.tmp';
/** Others that each claim looks at to see whether they are dead: more than one comes in, so that they cannot pile up. */
const LOOKED_AT = 8;

interface Step {
  number: number;
  entry: AnswerEntry;
}

export function openFileAnswers(disk: Disk, clock: Clock): AnswerStore {
  async function read(id: string): Promise<Step | undefined> {
    // Ends: a file that is gone was replaced by a higher one, which the next list shows.
    for (;;) {
      const folder = folderOf(id);
      const number = Math.max(0, ...numbersOf(id, await disk.list(folder)));
      if (number === 0) return undefined;
      const path = join(folder, nameOf(id, number));
      const text = await disk.read(path);
      if (text !== undefined) return { number, entry: parseEntry(text, join(disk.folder, path)) };
    }
  }

  /** @returns whether it is the newest step now */
  async function put(id: string, number: number, entry: AnswerEntry): Promise<boolean> {
    const folder = folderOf(id);
    const temporary = join(folder, `${newCheckName(clock.now())}${TEMPORARY}`);
    const final = join(folder, nameOf(id, number));
    await disk.makeFolder(folder);
    let isLinked: boolean;
    try {
      await disk.write(temporary, JSON.stringify(entry));
      isLinked = await disk.link(temporary, final);
    } finally {
      await disk.discard(temporary);
    }
    if (!isLinked) return false;
    // With the names on the way to it, where they may be new.
    for (const each of number === 1 ? [folder, ANSWERS, '.'] : [folder]) await disk.syncFolder(each);
    // A process that slept may have created a number that was passed and removed meanwhile.
    const numbers = numbersOf(id, await disk.list(folder));
    if (numbers.some((each) => each > number)) {
      await disk.discard(final);
      return false;
    }
    for (const each of numbers) if (each < number) await disk.discard(join(folder, nameOf(id, each)));
    return true;
  }

  /** The next step of one's own hold. */
  async function conclude(hold: AnswerHold, entry: AnswerEntry): Promise<boolean> {
    const found = await read(hold.id);
    return found?.entry.holder === hold.holder && (await put(hold.id, found.number + 1, entry));
  }

  /** Never throws: leftovers do no harm. */
  async function tidyUp(id: string): Promise<void> {
    const folder = folderOf(id);
    try {
      const names = (await disk.list(folder)).filter((name) => !name.startsWith(id));
      for (const name of sample(names, LOOKED_AT)) {
        const path = join(folder, name);
        if (await isSpent(path, name)) await disk.discard(path);
      }
    } catch {
      // The next claim looks again.
    }
  }

  async function isSpent(path: string, name: string): Promise<boolean> {
    const now = clock.now();
    if (name.endsWith(TEMPORARY)) return isSpentCheck(name.slice(0, -TEMPORARY.length), now);
    const text = await disk.read(path);
    return text !== undefined && isDead(parseEntry(text, path), now);
  }

  return {
    async claimAnswer(claim: AnswerClaim): Promise<ClaimedAnswer> {
      const hold = newHold(claim);
      for (;;) {
        const found = await read(claim.id);
        const now = clock.now();
        const standing = standingAnswer(found?.entry, claim, now);
        if (standing !== undefined) return standing;
        if (!(await put(claim.id, (found?.number ?? 0) + 1, heldEntry(hold, claim.holdMs, now)))) continue;
        await tidyUp(claim.id);
        return { kind: 'granted', hold };
      }
    },
    keepAnswer: (hold, answer, keptMs) => conclude(hold, keptEntry(hold, answer, keptMs, clock.now())),
    async freeAnswer(hold) {
      // A step of its own rather than none: numbers that begin anew would let a slow process pass for a later one.
      await conclude(hold, freedEntry(hold, clock.now()));
    },
  };
}

/** Few in each folder, so that listing it is cheap. */
function folderOf(id: string): string {
  return join(ANSWERS, id.slice(0, 2));
}

function nameOf(id: string, number: number): string {
  return `${id}.${number}`;
}

function numbersOf(id: string, names: readonly string[]): number[] {
  return names.filter((name) => name.startsWith(`${id}.`)).map((name) => Number(name.slice(id.length + 1)));
}

function sample(names: readonly string[], most: number): string[] {
  const from = Math.floor(Math.random() * names.length);
  return [...names.slice(from), ...names.slice(0, from)].slice(0, most);
}
