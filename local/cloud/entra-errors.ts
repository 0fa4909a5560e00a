// Entra's error body: an OAuth code, and the AADSTS number within the description.
import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';
import type { Call } from './route.ts';

export interface EntraError {
  status: number;
  error: string;
  /** Without its prefix: 7000215 for AADSTS7000215. */
  number: number;
  text: string;
}

export function entraError(call: Call, { status, error, number, text }: EntraError): Answer {
  const traceId = randomUUID();
  const correlationId = new URLSearchParams(call.request.search).get('client-request-id') ?? randomUUID();
  const timestamp = `${call.simulation.now().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${number}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://${call.request.host}/error?code=${number}`,
    },
  };
}
