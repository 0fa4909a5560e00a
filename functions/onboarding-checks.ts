// POST /api/onboarding-checks: is this subscription right, now?
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { onboardingCheckAnswer } from '../src/http/onboarding-check-answer.ts';
import { parseCheckRequest } from '../src/http/onboarding-check-request.ts';
import { serve } from '../src/http/serve.ts';

app.http('onboarding-checks', {
  methods: ['POST'],
  authLevel: sharedApp().authLevel,
  route: 'onboarding-checks',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'operate',
      handle: async (service) => {
        const { identity, subscriptionId } = await parseCheckRequest(request, service.identityNames);
        return onboardingCheckAnswer(await service.checkOnboarding(identity, subscriptionId));
      },
    }),
});
