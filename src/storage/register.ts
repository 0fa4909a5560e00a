// A value that processes change one after the other, in numbered files: the next number is created exclusively, so
// that of two who build on the same state one is told to look again. Takeover, renewal and commit all go through it.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { StoreUnavailable } from '../ports/store.ts';
import type { Disk } from './disk.ts';
import { formatManifest, parseManifest, type State } from './manifest.ts';

/** One commit finds its mark again unless so many others went in before it looked. */
const HISTORY = 32;
const NAME = /^manifest\.(\d{12})\.(?:json|[0-9a-f]+\.tmp)$/u;

export interface Snapshot {
  /** Number of the newest whole manifest; 0 where there is none. */
  version: number;
  /** The number that the next manifest gets: one above every file, torn ones too. */
  next: number;
  history: string[];
  state: State;
}

export interface Register {
  read(): Promise<Snapshot>;
  /** The newest whole manifests, at most two, the newest first. */
  readLastTwo(): Promise<Snapshot[]>;
  /** @returns the mark of the new manifest, or undefined where another process came first */
  put(base: Snapshot, state: State): Promise<string | undefined>;
  /** Removes what stands below the two newest, given the newest and the one that it was built on. */
  discardBefore(newest: number, former: number): Promise<void>;
}

export function openRegister(disk: Disk, folder: string): Register {
  async function readNewest(most: number): Promise<Snapshot[]> {
    // Ends: a file that is gone was collected by a process that went ahead, which the next list shows.
    for (;;) {
      const numbers = (await disk.list(folder))
        .filter((name) => name.endsWith('.json'))
        .map(numberOf)
        .filter((number) => number > 0)
        .sort((a, b) => b - a);
      const found = await readWhole(numbers, most);
      if (found !== 'gone') return found;
    }
  }

  async function readWhole(numbers: number[], most: number): Promise<Snapshot[] | 'gone'> {
    const found: Snapshot[] = [];
    for (const version of numbers) {
      if (found.length === most) break;
      const path = join(folder, nameOf(version, 'json'));
      const text = await disk.read(path);
      if (text === undefined) {
        if (found.length > 0) break;
        return 'gone';
      }
      const manifest = parseManifest(text, join(disk.folder, path));
      if (manifest) found.push({ version, next: (numbers[0] ?? 0) + 1, ...manifest });
    }
    if (found.length === 0 && numbers.length > 0)
      throw new StoreUnavailable(
        `The file store in ${disk.folder} has no whole manifest left in ${folder}: restore it from a copy, or remove that folder to begin anew.`,
      );
    return found;
  }

  async function read(): Promise<Snapshot> {
    const [newest] = await readNewest(1);
    return newest ?? { version: 0, next: 1, history: [], state: { identity: '', roots: {} } };
  }

  return {
    read,
    readLastTwo: () => readNewest(2),
    async put(base, state) {
      const mark = randomBytes(6).toString('hex');
      const temporary = join(folder, nameOf(base.next, `${mark}.tmp`));
      const final = join(folder, nameOf(base.next, 'json'));
      let linked: boolean;
      try {
        const history = [mark, ...base.history].slice(0, HISTORY);
        await disk.write(temporary, formatManifest({ history, state }));
        linked = await disk.link(temporary, final);
      } finally {
        await disk.discard(temporary);
      }
      await disk.syncFolder(folder);
      // A process that slept may have linked a number that was used and collected already: only the history tells.
      const { history } = await read();
      if (history.includes(mark)) return mark;
      if (linked) await disk.discard(final);
      return undefined;
    },
    async discardBefore(newest, former) {
      for (const name of await disk.list(folder)) {
        const number = numberOf(name);
        const spent = name.endsWith('.tmp') ? number <= newest : number < newest && number !== former;
        if (number > 0 && spent) await disk.discard(join(folder, name));
      }
    },
  };
}

function nameOf(number: number, ending: string): string {
  return `manifest.${String(number).padStart(12, '0')}.${ending}`;
}

function numberOf(name: string): number {
  return Number(NAME.exec(name)?.[1] ?? 0);
}
