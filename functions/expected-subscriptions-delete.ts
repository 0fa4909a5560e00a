// DELETE /api/expected-subscriptions/{id}: nobody expects it any more; what was told of it stays told.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { deleteAnswer } from '../src/http/expected-answer.ts';
import { parseExpectedPlace } from '../src/http/expected-request.ts';
import { preconditionOf } from '../src/http/precondition.ts';
import { serve } from '../src/http/serve.ts';

app.http('expected-subscriptions-delete', {
  methods: ['DELETE'],
  authLevel: sharedApp().authLevel,
  route: 'expected-subscriptions/{id}',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'operate',
      handle: async (service) => {
        const subscriptionId = await parseExpectedPlace(request, service.identityNames);
        return deleteAnswer(await service.deleteExpected(subscriptionId, preconditionOf(request)));
      },
    }),
});
