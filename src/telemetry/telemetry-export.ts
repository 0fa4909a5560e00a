// Where what is measured goes in this process: to Application Insights where its connection string is set, else
// nowhere. Nothing of it ever fails, or holds up for longer than a bounded time, what is measured.
import { context, propagation } from '@opentelemetry/api';
import type { Logger } from '../ports/logger.ts';
import { parseExportSettings } from './export-settings.ts';
import type { Exporter } from './export-to-azure.ts';

/** What the host says of an invocation (W3C Trace Context). */
export interface TraceParent {
  traceParent?: string | undefined;
  traceState?: string | undefined;
}

/** No call throws. */
export interface TelemetryExport {
  /** Begins to load the exporter, and does not wait. */
  start(): void;
  /** Resolves when it is loaded, or when that takes too long. */
  ready(): Promise<void>;
  /** The handler, so that its spans are children of the host's. */
  within<Handler extends (...parameters: never[]) => unknown>(
    parent: TraceParent | undefined,
    handler: Handler,
  ): Handler;
  /** At the end of an invocation: sends what came together, for as long as that may take. */
  flush(): Promise<void>;
  /** At the end of the process. */
  stop(): Promise<void>;
}

export interface ExportLimits {
  loadMs: number;
  flushMs: number;
}

const LIMITS: ExportLimits = { loadMs: 5000, flushMs: 3000 };
const SAY_AGAIN_MS = 10 * 60_000;
const CAUSE_LENGTH = 240;

/** @param logger called when there is something to say */
export function createTelemetryExport(
  environment: Readonly<Record<string, string | undefined>>,
  logger: () => Logger,
  { loadMs, flushMs }: ExportLimits = LIMITS,
): TelemetryExport {
  let loading: Promise<void> | undefined;
  let exporter: Exporter | undefined;
  const load = async () => {
    const choice = parseExportSettings(environment);
    if (choice.kind === 'none') return;
    if (choice.kind === 'wrong') {
      logger().error('TelemetryNotStarted', { cause: `${choice.name} ${choice.detail}.` });
      return;
    }
    try {
      const { startExport } = await import('./export-to-azure.ts');
      exporter = startExport({
        ...choice.target,
        roleName: environment['WEBSITE_SITE_NAME'] ?? 'lighthouse-keeper',
        onTrouble: nowAndThen((said) => logger().error('TelemetryNotSent', { cause: shorten(said) })),
      });
    } catch (error) {
      logger().error('TelemetryNotStarted', { cause: shorten(String(error)) });
    }
  };
  const start = () => {
    loading ??= load();
    return loading;
  };
  return {
    start: () => void start(),
    ready: () => within(loadMs, start()),
    within: (parent, handler) => {
      const carrier = { traceparent: parent?.traceParent, tracestate: parent?.traceState };
      return context.bind(propagation.extract(context.active(), carrier), handler);
    },
    flush: () => within(flushMs, exporter?.flush()),
    stop: () => within(flushMs, exporter?.shutdown()),
  };
}

/** Resolves when the work has ended, however it did, or when the time is up. */
async function within(limitMs: number, work: Promise<unknown> | undefined): Promise<void> {
  if (work === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  const ended = work.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([ended, late]);
  clearTimeout(timer);
}

/** An endpoint that is away is away for each batch: one line tells it for a while. */
function nowAndThen(say: (said: string) => void): (said: string) => void {
  let saidAt: number | undefined;
  return (said) => {
    const now = Date.now();
    if (saidAt !== undefined && now - saidAt < SAY_AGAIN_MS) return;
    saidAt = now;
    say(said);
  };
}

function shorten(text: string): string {
  return text.length <= CAUSE_LENGTH ? text : `${text.slice(0, CAUSE_LENGTH)}…`;
}
