// GET /api/expected-subscriptions/{id}: one that ought to be delegated, and whether it is.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { expectedNotFound } from '../src/http/expected-answer.ts';
import { parseExpectedPlace } from '../src/http/expected-request.ts';
import { jsonAnswer } from '../src/http/json-answer.ts';
import { serve } from '../src/http/serve.ts';

app.http('expected-subscriptions-get', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'expected-subscriptions/{id}',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const subscriptionId = await parseExpectedPlace(request, service.identityNames);
        const entry = await service.readExpected(subscriptionId);
        if (entry === undefined) throw expectedNotFound();
        return jsonAnswer(request, entry);
      },
    }),
});
