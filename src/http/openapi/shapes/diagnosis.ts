// Why a customer is missing from Microsoft's reports: contract §7.5.
import * as z from 'zod';
import { REASON_CODES } from '../../../domain/diagnosis/reason.ts';
import { component } from '../component.ts';
import { finding } from './subscription.ts';
import { guid, identityName, time } from './words.ts';

const reason = {
  number: z.int().min(1).max(21),
  code: z.enum(REASON_CODES),
  title: z.string(),
};

export const diagnosis = component(
  'Diagnosis',
  z
    .object({
      subscriptionId: guid,
      identity: identityName,
      observedAt: time.describe('When the delegations were last read.'),
      reasons: z
        .array(
          z.union([
            z.object({ ...reason, answer: z.literal('ok') }),
            z.object({ ...reason, answer: z.literal('found'), finding }),
            z.object({
              ...reason,
              answer: z.literal('cannot-be-seen-from-here'),
              look: z.string().describe('Where to look instead.'),
            }),
          ]),
        )
        .describe('Every known reason, by its number. `ok` is only what was read and is right.'),
      reportsExpected: z
        .object({
          earliest: time.nullable().describe('Null while nothing is to be expected.'),
          text: z.string(),
        })
        .describe('When the reports can be expected to show it.'),
    })
    .describe("Every known reason why Microsoft's reports do not show a customer, answered."),
  {
    subscriptionId: '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
    identity: 'default',
    observedAt: '2026-03-01T06:17:21.480Z',
    reasons: [
      { number: 1, code: 'no-access', title: 'The linked principal has no Azure role here', answer: 'ok' },
      {
        number: 4,
        code: 'partner-id-deleted',
        title: 'The partner ID was deleted',
        answer: 'cannot-be-seen-from-here',
        look: 'In Partner Center: Account settings > the partner profile.',
      },
    ],
    reportsExpected: {
      earliest: '2026-03-03T06:17:21.480Z',
      text: 'It has earned since 2026-03-01T06:17:21.480Z, as far as Keeper saw.',
    },
  },
);
