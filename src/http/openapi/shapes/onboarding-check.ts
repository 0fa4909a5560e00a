// What an onboarding check takes and answers: contract §7.2.
import * as z from 'zod';
import { checkBody } from '../../onboarding-check-request.ts';
import { component } from '../component.ts';
import { subscriptionFields } from './subscription.ts';
import { time } from './words.ts';

const { displayName, tenantId, state, ...always } = subscriptionFields;

export const checkWish = component(
  'OnboardingCheckRequest',
  checkBody.describe(
    'The subscription, and the identity where there are several; each here or in the query.',
  ),
  { subscriptionId: '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60' },
);

export const onboardingCheck = component(
  'OnboardingCheck',
  z
    .object({
      ...always,
      displayName: displayName.optional(),
      tenantId: tenantId.optional(),
      state: state.optional(),
      checkedAt: time,
      retryAfterSeconds: z
        .int()
        .min(1)
        .optional()
        .describe(
          'When to ask again, where that makes sense: a new delegation takes up to 15 minutes to be seen.',
        ),
    })
    .describe('A subscription as it was seen just now. What Azure did not give is absent.'),
  {
    identity: 'default',
    subscriptionId: '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
    recognition: 'unknown',
    conditions: [],
    findings: [
      {
        code: 'not-visible-yet',
        message: 'The subscription is not visible to this principal (yet).',
        fix: 'A new delegation takes up to 15 minutes to be seen: ask again then.',
      },
    ],
    scopes: [],
    since: '2026-03-01T06:17:21.480Z',
    observedAt: '2026-03-01T06:17:21.480Z',
    checkedAt: '2026-03-01T06:17:21.480Z',
    retryAfterSeconds: 60,
  },
);
