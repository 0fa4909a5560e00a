// How each identity stands: contract §8, and its receivers (§7.9).
import * as z from 'zod';
import { component } from '../component.ts';
import { linkFields } from './link.ts';
import { runState, totals } from './run.ts';
import { condition } from './subscription.ts';
import { count, guid, identityName, time } from './words.ts';

const lastStatus = z
  .int()
  .min(100)
  .max(599)
  .nullable()
  .describe('HTTP status of the last try; null where no answer came.');

const receiver = z.object({
  name: z.enum(['teams', 'webhook']),
  state: z
    .enum(['ok', 'retrying', 'disabled', 'refused'])
    .describe('`disabled`: it answered 410; `refused`: its setting is wrong, so nothing is sent.'),
  reason: z.string().optional(),
  pending: count.describe('Messages on their way.'),
  deadLetters: z
    .array(z.object({ id: z.string(), attempts: count, lastStatus, at: time }))
    .describe('What was given up, newest first; see resendNotification.'),
});

const identityStatus = z.object({
  name: identityName,
  tenantId: guid,
  clientId: guid,
  principalId: guid.nullable().describe('Null until a token has told it.'),
  link: z.object({ ...linkFields, conditions: z.array(condition) }),
  totals,
  lastRun: z
    .object({ id: z.string(), state: runState, startedAt: time, endedAt: time })
    .nullable()
    .describe('Null before the first one.'),
  stale: z
    .boolean()
    .describe("The last run that was not `failed` ended longer ago than twice the schedule's interval."),
  notifications: z.array(receiver),
  catalogue: z
    .object({ date: z.string().meta({ format: 'date' }), overrides: z.record(guid, z.enum(['yes', 'no'])) })
    .describe("Date of Microsoft's role table, and what ROLE_OVERRIDES lays over it."),
});

export const status = component(
  'Status',
  z.object({ version: z.string(), identities: z.array(identityStatus) }),
  {
    version: '0.1.0',
    identities: [
      {
        name: 'default',
        tenantId: '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b001',
        clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c001',
        principalId: '9a4be5d1-0b6c-4e8f-a1d2-6c3f7e8b9d33',
        link: {
          state: 'right',
          partnerId: '4242424',
          wantedPartnerId: '4242424',
          version: 3,
          updatedTime: '2026-01-12T09:30:00.000Z',
          conditions: [],
        },
        totals: { pec: 41, 'pec-partial': 3, 'pal-only': 2, none: 1, unknown: 0, notDelegated: 5 },
        lastRun: {
          id: '20260301T061700Z-7f3a9c1e',
          state: 'succeeded',
          startedAt: '2026-03-01T06:17:00.123Z',
          endedAt: '2026-03-01T06:17:21.480Z',
        },
        stale: false,
        notifications: [{ name: 'teams', state: 'ok', pending: 0, deadLetters: [] }],
        catalogue: { date: '2026-01-15', overrides: {} },
      },
    ],
  },
);
