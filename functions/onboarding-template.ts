// GET /api/onboarding-template: the ARM template or Bicep file that a customer deploys to delegate to an identity.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { oneIdentity } from '../src/http/identity-parameter.ts';
import { templateAnswer } from '../src/http/onboarding-template-answer.ts';
import { parseOnboardingTemplateRequest } from '../src/http/onboarding-template-request.ts';
import { serve } from '../src/http/serve.ts';

app.http('onboarding-template', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'onboarding-template',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const { identity, ...wanted } = parseOnboardingTemplateRequest(request, service.identityNames);
        const name = oneIdentity(service.identityNames, identity);
        return templateAnswer(request, await service.onboardingTemplate(name, wanted));
      },
    }),
});
