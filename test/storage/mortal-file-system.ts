// A file system that dies with its process: at the chosen operation, before it, after it, or in the middle of what
// it writes. From then on nothing reaches the disk any more.
import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { nodeFileSystem, type FileSystem } from '../../src/storage/file-system.ts';

export type Death =
  | 'before'
  | 'after'
  /** Before it, and with the power gone: names in folders that were not flushed are lost. */
  | 'power'
  /** The file is there with so much of its text (0 to 1, the last character excepted). */
  | { torn: number };

export interface MortalFileSystem extends FileSystem {
  /** Operations that were asked for so far, by name. */
  readonly operations: string[];
}

/** @param at number of the operation, from 1, that it dies at; 0: it lives */
export function createMortalFileSystem(at: number, death: Death = 'before'): MortalFileSystem {
  const operations: string[] = [];
  const unflushed = new Set<string>();

  async function perform<T>(
    name: string,
    action: () => Promise<T>,
    tear: (part: number) => Promise<unknown>,
  ): Promise<T> {
    operations.push(name);
    const number = operations.length;
    if (at === 0 || number < at) return action();
    if (number === at && death === 'after') await action();
    if (number === at && death === 'power') for (const path of unflushed) await rm(path, { force: true });
    if (number === at && typeof death === 'object') await tear(death.torn);
    throw Object.assign(new Error('EKILLED: the process is gone'), { code: 'EKILLED' });
  }

  const untorn = async (): Promise<void> => undefined;
  return {
    operations,
    makeFolder: (path) => perform('makeFolder', () => nodeFileSystem.makeFolder(path), untorn),
    list: (path) => perform('list', () => nodeFileSystem.list(path), untorn),
    read: (path) => perform('read', () => nodeFileSystem.read(path), untorn),
    write: (path, text) =>
      perform(
        'write',
        async () => {
          unflushed.add(path);
          await nodeFileSystem.write(path, text);
        },
        (part) => writeFile(path, text.slice(0, Math.min(text.length - 1, Math.ceil(text.length * part)))),
      ),
    link: (from, to) =>
      perform(
        'link',
        async () => {
          await nodeFileSystem.link(from, to);
          unflushed.add(to);
        },
        untorn,
      ),
    remove: (path) => perform('remove', () => nodeFileSystem.remove(path), untorn),
    syncFolder: (path) =>
      perform(
        'syncFolder',
        async () => {
          await nodeFileSystem.syncFolder(path);
          for (const name of unflushed) if (dirname(name) === path) unflushed.delete(name);
        },
        untorn,
      ),
  };
}
