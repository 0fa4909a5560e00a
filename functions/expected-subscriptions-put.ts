// PUT /api/expected-subscriptions/{id}: it ought to be delegated, from its due time on.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { allOf } from '../src/http/all-of.ts';
import { putAnswer } from '../src/http/expected-answer.ts';
import { parseExpectedPlace, parseExpectedRequest } from '../src/http/expected-request.ts';
import { preconditionOf } from '../src/http/precondition.ts';
import { serve } from '../src/http/serve.ts';

app.http('expected-subscriptions-put', {
  methods: ['PUT'],
  authLevel: sharedApp().authLevel,
  route: 'expected-subscriptions/{id}',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'operate',
      handle: async (service) => {
        const [subscriptionId, entry] = await allOf(
          () => parseExpectedPlace(request, service.identityNames),
          () => parseExpectedRequest(request),
        );
        const wish = { subscriptionId, ...entry };
        return putAnswer(await service.putExpected(wish, preconditionOf(request)));
      },
    }),
});
