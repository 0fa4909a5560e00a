// The evidence of a month: contract §8.
import * as z from 'zod';
import { component } from '../component.ts';
import { event } from './event.ts';
import { guid, identityName, partnerId, time } from './words.ts';

const date = z.string().meta({ format: 'date' });

export const evidence = component(
  'Evidence',
  z
    .object({
      month: z.string().describe('YYYY-MM'),
      identity: identityName,
      partnerId,
      principalId: guid.nullable(),
      catalogueDate: date.describe("Date of Microsoft's role table."),
      roleOverrides: z.record(guid, z.enum(['yes', 'no'])).describe('What ROLE_OVERRIDES laid over it.'),
      generatedAt: time.describe('End of the newest run that it is drawn from.'),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .describe('Over the canonical JSON (RFC 8785) of all of it but `sha256` and `generatedAt`.'),
      proves: z.object({ configuration: z.string(), notPayment: z.string() }),
      link: z
        .array(
          z.object({
            from: time,
            to: time.nullable().describe('Null while it stands so.'),
            state: z.enum(['none', 'right', 'other', 'unreadable']),
            partnerId: partnerId.optional(),
          }),
        )
        .describe('How the partner link stood.'),
      subscriptions: z.array(
        z.object({
          subscriptionId: guid,
          displayName: z.string(),
          tenantId: guid,
          tenantName: z.string().optional(),
          days: z.array(
            z.object({
              date,
              coverage: z
                .enum(['pec', 'partial', 'none', 'unobserved'])
                .describe('Of the day in UTC. `unobserved`: no run read it, or not often enough.'),
            }),
          ),
          transitions: z.array(event).describe('`recognition.gained` and `recognition.lost`.'),
        }),
      ),
      runs: z.array(z.string()).describe('Ids of the runs that ended in the month.'),
    })
    .describe('Coverage by day of a month (UTC), with its reasons, to be kept.'),
  {
    month: '2026-02',
    identity: 'default',
    partnerId: '4242424',
    principalId: '9a4be5d1-0b6c-4e8f-a1d2-6c3f7e8b9d33',
    catalogueDate: '2026-01-15',
    roleOverrides: {},
    generatedAt: '2026-02-28T18:17:20.114Z',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    proves: {
      configuration: 'What Lighthouse Keeper read from Azure ...',
      notPayment: 'Not what Microsoft pays ...',
    },
    link: [{ from: '2026-02-01T00:00:00.000Z', to: null, state: 'right', partnerId: '4242424' }],
    subscriptions: [
      {
        subscriptionId: '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
        displayName: 'Birkenhof production',
        tenantId: 'c8f0a4de-51b7-4f6c-8a39-0d2e6b7f1a11',
        days: [{ date: '2026-02-27', coverage: 'pec' }],
        transitions: [],
      },
    ],
    runs: ['20260228T181700Z-1b2d7f3a'],
  },
);
