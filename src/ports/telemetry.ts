// What can be watched of Keeper at work, for whoever measures it. The work is never changed by being watched.
import type { TryOutcome } from '../domain/delivery-try.ts';
import type { Run, RunTrigger } from '../domain/run.ts';

export interface RunSubject {
  runId: string;
  identity: string;
  trigger: RunTrigger;
  dryRun: boolean;
}

/** One request to Entra, ARM or Graph: never its path, query, headers or body, for these may hold what is secret. */
export interface CallSubject {
  operation: string;
  method: string;
  host: string;
  /** Absent where no identity of ours asks. */
  identity?: string | undefined;
}

export interface DeliverySubject {
  identity: string;
  receiver: string;
}

/** Each does the work, once, and hands on what comes of it, failures too. */
export interface Telemetry {
  run(subject: RunSubject, work: () => Promise<Run>): Promise<Run>;
  call<Answer extends { status: number }>(subject: CallSubject, work: () => Promise<Answer>): Promise<Answer>;
  delivery(subject: DeliverySubject, work: () => Promise<TryOutcome>): Promise<TryOutcome>;
  /** The calls within it are repetitions: the how manieth, from 1; 0 is the first try. */
  retrying<Answer>(retry: number, work: () => Promise<Answer>): Promise<Answer>;
}

export const noTelemetry: Telemetry = {
  run: (_subject, work) => work(),
  call: (_subject, work) => work(),
  delivery: (_subject, work) => work(),
  retrying: (_retry, work) => work(),
};
