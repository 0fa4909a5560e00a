// POST /api/onboarding-template-checks: will this template, or this list of authorizations, earn?
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { oneIdentity } from '../src/http/identity-parameter.ts';
import { templateCheckAnswer } from '../src/http/onboarding-template-answer.ts';
import { serve } from '../src/http/serve.ts';
import { parseTemplateCheckRequest } from '../src/http/template-check-request.ts';

app.http('onboarding-template-checks', {
  methods: ['POST'],
  authLevel: sharedApp().authLevel,
  route: 'onboarding-template-checks',
  handler: (request) =>
    serve(request, sharedApp(), {
      // It changes nothing.
      needs: 'read',
      handle: async (service) => {
        const { identity, input } = await parseTemplateCheckRequest(request, service.identityNames);
        const name = oneIdentity(service.identityNames, identity);
        return templateCheckAnswer(await service.checkTemplate(name, input));
      },
    }),
});
