// A file system that stops at a chosen operation until it is woken, as a process does that gets no time.
import { nodeFileSystem, type FileSystem } from '../../src/storage/file-system.ts';

export interface SleepyFileSystem extends FileSystem {
  /** Resolves when it has come to that operation, counted from now on, and waits there to be woken. */
  sleepAt(operation: number, name?: keyof FileSystem): Promise<void>;
  wake(): void;
}

export function createSleepyFileSystem(): SleepyFileSystem {
  const asleep = Promise.withResolvers<void>();
  const woken = Promise.withResolvers<void>();
  let left = Number.POSITIVE_INFINITY;
  let wanted: keyof FileSystem | undefined;

  async function pass(name: keyof FileSystem): Promise<void> {
    if (left > 0 && wanted !== undefined && name !== wanted) return;
    left -= 1;
    if (left === 0) asleep.resolve();
    if (left <= 0) await woken.promise;
  }

  return {
    makeFolder: (path) => pass('makeFolder').then(() => nodeFileSystem.makeFolder(path)),
    list: (path) => pass('list').then(() => nodeFileSystem.list(path)),
    read: (path) => pass('read').then(() => nodeFileSystem.read(path)),
    write: (path, text) => pass('write').then(() => nodeFileSystem.write(path, text)),
    link: (from, to) => pass('link').then(() => nodeFileSystem.link(from, to)),
    remove: (path) => pass('remove').then(() => nodeFileSystem.remove(path)),
    syncFolder: (path) => pass('syncFolder').then(() => nodeFileSystem.syncFolder(path)),
    sleepAt(operation, name) {
      left = operation;
      wanted = name;
      return asleep.promise;
    },
    wake: () => woken.resolve(),
  };
}
