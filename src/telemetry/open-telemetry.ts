// Watches through the API of OpenTelemetry: spans and metrics for the SDK that is registered in this process, and next
// to nothing where there is none. Attributes are words, ids and numbers of ours; no message of an error, no URL.
import {
  context,
  createContextKey,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
} from '@opentelemetry/api';
import { RECOGNITIONS } from '../domain/recognition.ts';
import type { Run } from '../domain/run.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { INSTRUMENTATION } from './instrumentation.ts';
import { instruments } from './instruments.ts';

const RETRY = createContextKey('lighthouse-keeper retry');

export const openTelemetry: Telemetry = {
  run: ({ runId, identity, trigger, dryRun }, work) =>
    inSpan('keeper.run', SpanKind.INTERNAL, { runId, identity, trigger, dryRun }, work, (span, run) => {
      if (run === undefined) return;
      span.setAttribute('state', run.state);
      if (run.state === 'failed') fail(span, 'failed');
      measureRun(run);
    }),

  call: ({ operation, method, host, identity }, work) => {
    const retry = context.active().getValue(RETRY);
    const about = { operation, ...(identity !== undefined && { identity }) };
    const attributes = {
      ...about,
      'http.request.method': method,
      'server.address': host,
      'http.request.resend_count': typeof retry === 'number' ? retry : 0,
    };
    return inSpan(operation, SpanKind.CLIENT, attributes, work, (span, answer) => {
      const { calls, throttles } = instruments();
      const statusClass = answer === undefined ? 'none' : `${Math.floor(answer.status / 100)}xx`;
      calls.add(1, { ...about, statusClass });
      if (answer === undefined) return;
      span.setAttribute('http.response.status_code', answer.status);
      if (answer.status >= 400) fail(span, String(answer.status));
      if (answer.status === 429) throttles.add(1, about);
    });
  },

  delivery: ({ identity, receiver }, work) =>
    inSpan('keeper.delivery', SpanKind.CLIENT, { identity, receiver }, work, (span, outcome) => {
      if (outcome === undefined) return;
      span.setAttribute('outcome', outcome.kind);
      if (outcome.kind !== 'delivered') fail(span, outcome.kind);
      instruments().deliveries.add(1, { identity, receiver, outcome: outcome.kind });
    }),

  retrying: (retry, work) => context.with(context.active().setValue(RETRY, retry), work),
};

/** Of the trace that the code runs in, if any: hex, 32 digits. */
export function activeTraceId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().traceId;
}

/** @param conclude gets what came of the work; undefined where it threw */
async function inSpan<Result>(
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  work: () => Promise<Result>,
  conclude: (span: Span, result: Result | undefined) => void,
): Promise<Result> {
  const tracer = trace.getTracer(INSTRUMENTATION.name, INSTRUMENTATION.version);
  return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      const result = await work();
      conclude(span, result);
      return result;
    } catch (error) {
      fail(span, nameOf(error));
      conclude(span, undefined);
      throw error;
    } finally {
      span.end();
    }
  });
}

function fail(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', type);
}

/** Messages of errors may quote what they were about: only the code or the name is told. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** A failed run saw nothing, and a dry one changes nothing: only the others move the gauge. */
function measureRun({ identity, trigger, dryRun, state, startedAt, endedAt, totals }: Run): void {
  const { runDuration, scopes } = instruments();
  const tookMs = Date.parse(endedAt ?? startedAt) - Date.parse(startedAt);
  runDuration.record(tookMs / 1000, { identity, trigger, state, dryRun });
  if (state === 'failed' || dryRun) return;
  for (const recognition of RECOGNITIONS) scopes.record(totals[recognition], { identity, recognition });
}
