// Keeps the status of timers in a folder, laid out as the real host's blobs: timers/Host.Functions.NAME/status.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { fromScheduleStatus, toScheduleStatus } from './timer-status.ts';
import type { TimerStatus } from './timer-status.ts';

export interface TimerStatusStore {
  /** Undefined where nothing is stored. Throws for what it cannot read. */
  read(timer: string): Promise<TimerStatus | undefined>;
  write(timer: string, status: TimerStatus): Promise<void>;
}

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'not a time');
const storedShape = z.object({ Last: time, Next: time, LastUpdated: time });

/** Remembers for as long as the process lives. */
export function memoryStatusStore(): TimerStatusStore {
  const statuses = new Map<string, TimerStatus>();
  return {
    read: async (timer) => statuses.get(timer),
    write: async (timer, status) => {
      statuses.set(timer, status);
    },
  };
}

export function folderStatusStore(folder: string): TimerStatusStore {
  const fileOf = (timer: string) => join(folder, 'timers', `Host.Functions.${timer}`, 'status');
  return {
    read: async (timer) => {
      const text = await readFile(fileOf(timer), 'utf8').catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      });
      return text === undefined ? undefined : fromScheduleStatus(storedShape.parse(JSON.parse(text)));
    },
    write: async (timer, status) => {
      const file = fileOf(timer);
      await mkdir(dirname(file), { recursive: true });
      // Written beside and renamed: a process that is killed here leaves the old status whole.
      await writeFile(`${file}.new`, JSON.stringify(toScheduleStatus(status)));
      await rename(`${file}.new`, file);
    },
  };
}
