// Runs one timer: at each occurrence, once at the start where one was missed, and by hand; never twice at a time.
// Source: TimerListener.cs of azure-webjobs-sdk-extensions.
import { format } from 'node:util';
import type { LogLevel } from './core-types.ts';
import type { TimerRun } from './host-options.ts';
import { isMonitored } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import {
  isOfLaterClock,
  statusAfterRun,
  statusAnew,
  statusAtStart,
  toScheduleStatus,
} from './timer-status.ts';
import type { ScheduleStatus, TimerStatus } from './timer-status.ts';
import type { TimerStatusStore } from './timer-status-store.ts';

/**
 * The longest wait without a look at the clock, in ms. setTimeout overflows past 24.8 days, and a machine that
 * slept or whose clock was set must not miss a run by more than this.
 */
const longestWaitMs = 60_000;

/** What the handler gets; the library turns the keys into camelCase. */
export interface TimerInfo {
  Schedule: { AdjustForDST: boolean };
  ScheduleStatus: ScheduleStatus | null;
  IsPastDue: boolean;
}

export interface TimerPorts {
  name: string;
  schedule: Schedule;
  runOnStartup: boolean;
  /** False switches monitoring off; it is off anyway below a minute. */
  useMonitor: boolean;
  store: TimerStatusStore;
  now: () => Date;
  /** Invokes the function. Must not reject. */
  run: (info: TimerInfo) => Promise<TimerRun>;
  log: (level: LogLevel, message: string) => void;
}

type Kind = 'scheduled' | 'pastDue' | 'startup';

export class TimerRunner {
  readonly #ports: TimerPorts;
  #status: TimerStatus | undefined;
  #isMonitored = false;
  #isStopped = false;
  #wait: NodeJS.Timeout | undefined;
  /** The end of the last run that was asked for: the next one starts after it. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(ports: TimerPorts) {
    this.#ports = ports;
  }

  async start(): Promise<void> {
    const { name, schedule, now, log, runOnStartup, useMonitor } = this.#ports;
    this.#isMonitored = useMonitor && isMonitored(schedule, now());
    const stored = this.#isMonitored ? await this.#readStatus() : undefined;
    const { status, isPastDue } = statusAtStart(stored, schedule, now());
    this.#status = status;
    if (status !== stored) await this.#save(status);
    if (isPastDue) {
      log('information', `Function '${name}' is past due on startup. Executing now.`);
      void this.#tick('pastDue', status);
    } else if (runOnStartup) {
      log('information', `Function '${name}' is configured to run on startup. Executing now.`);
      void this.#tick('startup', status);
    } else {
      this.#arm(status);
    }
  }

  /** A run by admin call: not past due, and the status stays as it is. Waits for the run under way. */
  async runByHand(): Promise<TimerRun> {
    return this.#afterOthers(async () => this.#ports.run(this.#info(false)));
  }

  /** No further run starts; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#wait);
    await this.#tail;
  }

  #arm(status: TimerStatus): void {
    if (this.#isStopped) return;
    const remaining = status.next.getTime() - this.#ports.now().getTime();
    this.#wait = setTimeout(
      () => {
        const { schedule, now } = this.#ports;
        if (isOfLaterClock(status, now())) void this.#beginAnew(statusAnew(status, schedule, now()));
        else if (now() < status.next) this.#arm(status);
        else void this.#tick('scheduled', status);
      },
      Math.max(1, Math.min(remaining, longestWaitMs)),
    );
  }

  /** The clock was set back. Never rejects. */
  async #beginAnew(status: TimerStatus): Promise<void> {
    this.#status = status;
    await this.#save(status);
    this.#arm(status);
  }

  /** Never rejects: nobody waits for a tick, and a rejection would end the process. */
  async #tick(kind: Kind, status: TimerStatus): Promise<void> {
    const { schedule, now, run, log, name } = this.#ports;
    const invokedAt = now();
    let after = status;
    try {
      await this.#afterOthers(async () => {
        if (this.#isStopped) return;
        try {
          await run(this.#info(kind === 'pastDue'));
        } finally {
          // After a failed run too [observed]; else it would come again at once, for ever.
          after = statusAfterRun(status, schedule, invokedAt, kind === 'scheduled');
          this.#status = after;
          await this.#save(after);
        }
      });
    } catch (error) {
      log('error', `Error occurred during scheduled invocation for '${name}'. ${format(error)}`);
    }
    this.#arm(after);
  }

  async #afterOthers<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  #info(isPastDue: boolean): TimerInfo {
    const isShown = this.#isMonitored && this.#status !== undefined;
    return {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: isShown && this.#status ? toScheduleStatus(this.#status) : null,
      IsPastDue: isPastDue,
    };
  }

  async #readStatus(): Promise<TimerStatus | undefined> {
    const { store, name, log } = this.#ports;
    try {
      return await store.read(name);
    } catch (error) {
      log(
        'warning',
        `The stored status of timer '${name}' could not be read and starts anew: ${format(error)}`,
      );
      return undefined;
    }
  }

  async #save(status: TimerStatus): Promise<void> {
    const { store, name, log } = this.#ports;
    if (!this.#isMonitored) return;
    try {
      await store.write(name, status);
    } catch (error) {
      log('error', `The status of timer '${name}' could not be stored: ${format(error)}`);
    }
  }
}
