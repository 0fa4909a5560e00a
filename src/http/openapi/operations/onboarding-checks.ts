// Is this customer right, now? For portals.
import { checkQuery } from '../../onboarding-check-request.ts';
import { json } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { checkWish, onboardingCheck } from '../shapes/onboarding-check.ts';

export const CHECK_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/onboarding-checks',
    operationId: 'checkOnboarding',
    tag: 'Onboarding',
    summary: 'Is this subscription right, now?',
    description:
      'Looks live, within 20 seconds, and never answers 404: what is not visible yet is `unknown`, with when to ask ' +
      'again. It changes nothing in Azure; what it saw is remembered, as by a run.',
    needs: 'operate',
    query: checkQuery,
    queryNotes: { subscriptionId: 'The subscription, if it does not stand in the body.' },
    body: { schema: checkWish, required: false, description: 'The same may stand in the query.' },
    answers: [
      {
        status: 200,
        description: 'The verdict, fresh.',
        media: [json(onboardingCheck)],
        headers: {
          'Retry-After': {
            description: 'Seconds, as `retryAfterSeconds`: when to ask again, where that makes sense.',
            always: false,
          },
        },
      },
    ],
    problems: ['identity-required'],
  },
];
