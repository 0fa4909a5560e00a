// A run, one pass of the loop over one identity: contract §8.
import * as z from 'zod';
import { component } from '../component.ts';
import { linkFields } from './link.ts';
import { listOf } from './list.ts';
import { finding } from './subscription.ts';
import { count, identityName, time } from './words.ts';

export const totals = component(
  'Totals',
  z
    .object({
      pec: count,
      'pec-partial': count,
      'pal-only': count,
      none: count,
      unknown: count,
      notDelegated: count.describe(
        'Subscriptions of other tenants that are visible without being delegated to this tenant: no rows.',
      ),
    })
    .describe('How many subscriptions there are by recognition.'),
);

export const runState = component(
  'RunState',
  z
    .enum(['running', 'succeeded', 'partial', 'failed'])
    .describe(
      '`partial`: some scope, or the link, could not be read. `failed`: the token or the listing failed, or the ' +
        'principal is another; then the last known rows stand.',
    ),
);

export const run = component(
  'Run',
  z
    .object({
      id: z.string(),
      identity: identityName,
      trigger: z.enum(['timer', 'http', 'start']),
      dryRun: z.boolean().describe('It planned and wrote nothing but itself.'),
      state: runState,
      startedAt: time,
      endedAt: time.optional().describe('Absent while it is under way.'),
      link: z.object({
        before: z.object(linkFields),
        action: z
          .enum(['none', 'created', 'changed', 'held', 'refused', 'planned'])
          .describe(
            '`held`: the policy forbids the write; `refused`: Azure did; `planned`: a dry run would write.',
          ),
        after: z.object(linkFields).describe('As it was read back.'),
      }),
      totals,
      calls: z
        .record(z.string(), z.int().min(1))
        .describe('Requests sent to Azure Resource Manager and Graph by operation, retries too.'),
      events: count.describe('How many events it told.'),
      findings: z.array(finding),
      note: z.string().optional().describe('What the state alone does not say.'),
    })
    .describe('One pass over everything that an identity sees.'),
  {
    id: '20260301T061700Z-7f3a9c1e',
    identity: 'default',
    trigger: 'timer',
    dryRun: false,
    state: 'succeeded',
    startedAt: '2026-03-01T06:17:00.123Z',
    endedAt: '2026-03-01T06:17:21.480Z',
    link: {
      before: { state: 'right', partnerId: '4242424', wantedPartnerId: '4242424', version: 3 },
      action: 'none',
      after: { state: 'right', partnerId: '4242424', wantedPartnerId: '4242424', version: 3 },
    },
    totals: { pec: 41, 'pec-partial': 3, 'pal-only': 2, none: 1, unknown: 0, notDelegated: 5 },
    calls: { 'partners.get': 1, 'subscriptions.list': 1, 'registrationAssignments.list': 52 },
    events: 0,
    findings: [],
  },
);

export const runList = listOf('RunList', run);

export const runsTogether = component(
  'Runs',
  z.object({ value: z.array(run) }).describe('One run for each identity that was asked for.'),
);
