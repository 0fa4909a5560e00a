// The file system as the store sees it: what may be absent is an answer, and every other failure is StoreUnavailable.
import { join } from 'node:path';
import { StoreUnavailable } from '../ports/store.ts';
import { errorCode, type FileSystem } from './file-system.ts';

/** Paths are relative to the store's folder. */
export interface Disk {
  readonly folder: string;
  makeFolder(path: string): Promise<void>;
  /** Empty where the folder is not there. */
  list(path: string): Promise<string[]>;
  /** Undefined where it is not there. */
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
  /** False where the new name is taken or the old one is gone. */
  link(from: string, to: string): Promise<boolean>;
  /** For leftovers, which may as well stay: never throws. */
  discard(path: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
}

/** @param folder of the store, which all paths are relative to; it need not be there yet */
export function openDisk(folder: string, files: FileSystem): Disk {
  async function attempt<T>(what: string, path: string, action: (path: string) => Promise<T>): Promise<T> {
    try {
      return await action(join(folder, path));
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new StoreUnavailable(`The file store in ${folder} could not ${what}: ${cause}`, { cause: error });
    }
  }

  return {
    folder,
    makeFolder: (path) => attempt('create a folder', path, (full) => files.makeFolder(full)),
    list: (path) =>
      attempt('list a folder', path, (full) => orWhenAbsent(files.list(full), (): string[] => [])),
    read: (path) => attempt('read a file', path, (full) => orWhenAbsent(files.read(full), () => undefined)),
    write: (path, text) => attempt('write a file', path, (full) => files.write(full, text)),
    link: (from, to) =>
      attempt('name a file (its file system must know hard links)', to, async (full) => {
        try {
          await files.link(join(folder, from), full);
          return true;
        } catch (error) {
          if (['EEXIST', 'ENOENT'].includes(errorCode(error))) return false;
          throw error;
        }
      }),
    discard: async (path) => {
      await files.remove(join(folder, path)).catch(() => undefined);
    },
    syncFolder: (path) => attempt('flush a folder', path, (full) => files.syncFolder(full)),
  };
}

async function orWhenAbsent<T>(found: Promise<T>, instead: () => T): Promise<T>;
async function orWhenAbsent<T>(found: Promise<T>, instead: () => undefined): Promise<T | undefined>;
async function orWhenAbsent<T>(found: Promise<T>, instead: () => T | undefined): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return instead();
    throw error;
  }
}
