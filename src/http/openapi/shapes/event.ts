// Something that changed between two runs: contract §8.
import * as z from 'zod';
import { component } from '../component.ts';
import { listOf } from './list.ts';
import {
  eventType,
  findingCode,
  guid,
  identityName,
  knownRecognition,
  partnerId,
  scopeId,
  time,
} from './words.ts';

const linkSight = z.object({
  state: z.enum(['none', 'right', 'other']),
  partnerId: partnerId.optional(),
});

export const event = component(
  'Event',
  z
    .object({
      id: z.string(),
      time: time.describe('End of the run that saw it.'),
      type: eventType,
      identity: identityName,
      subscriptionId: guid.optional(),
      scope: scopeId.optional(),
      from: knownRecognition.optional().describe('The last word that was seen before.'),
      to: knownRecognition.optional(),
      findings: z.array(findingCode).optional(),
      actor: z
        .string()
        .describe(
          "`keeper`: our own write. `observed`: somebody else's doing. `function-key`, or `entra:` and an object id: " +
            'the caller who asked for it.',
        ),
      runId: z.string().optional().describe('The run, the check or the call that told it.'),
      link: z
        .object({ before: linkSight, after: linkSight })
        .optional()
        .describe("What a caller's write of the link found and left."),
      note: z.string().optional().describe('What follows from it.'),
    })
    .describe('A change, told once. Kept for 400 days.'),
  {
    id: 'default.3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60.2',
    time: '2026-03-01T06:17:21.480Z',
    type: 'recognition.lost',
    identity: 'default',
    subscriptionId: '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
    from: 'pec',
    to: 'pal-only',
    findings: ['role-not-eligible'],
    actor: 'observed',
    runId: '20260301T061700Z-7f3a9c1e',
  },
);

export const eventList = listOf('EventList', event);
