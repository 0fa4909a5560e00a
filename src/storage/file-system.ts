// The few operations on files that the file store stands on, as a port: a test can stop the world after any one.
import { link, mkdir, open, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Each throws what node:fs throws. */
export interface FileSystem {
  /** With its parents; says nothing where it is there. */
  makeFolder(path: string): Promise<void>;
  list(path: string): Promise<string[]>;
  read(path: string): Promise<string>;
  /** Creates it (EEXIST where it is there) and returns when its content has reached the disk. */
  write(path: string, text: string): Promise<void>;
  /** A second name for the same content, EEXIST where that name is taken: creating and filling a file in one step. */
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Returns when the names in it have reached the disk. */
  syncFolder(path: string): Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  makeFolder,
  list: (path) => readdir(path),
  read: (path) => readFile(path, 'utf8'),
  write: (path, text) => writeFile(path, text, { flag: 'wx', flush: true }),
  link,
  remove: unlink,
  syncFolder,
};

/**
 * One by one: `mkdir` with `recursive` never ends, and keeps a thread busy, where the parent is there and the file system
 * says ENOENT all the same, as /proc and automatic mounts do (Node.js 20 to 24).
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (errorCode(error) !== 'ENOENT' || parent === path) throw error;
    await makeFolder(parent);
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    // It is there; at a root, or where nothing may be written, with another code than EEXIST.
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Windows has no way to flush a folder and says so in one of these two; its journal keeps names in order.
    if (!['EPERM', 'EISDIR'].includes(errorCode(error))) throw error;
  }
}

/** The code of an error of node:fs, such as ENOENT; empty where there is none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
