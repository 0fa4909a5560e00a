// GET /api/subscriptions/{id}: one, with its scopes, conditions, findings and fixes.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { allOf } from '../src/http/all-of.ts';
import { oneIdentity } from '../src/http/identity-parameter.ts';
import { jsonAnswer } from '../src/http/json-answer.ts';
import { HttpProblem } from '../src/http/problem.ts';
import { parameters, parseGuid, parseQuery } from '../src/http/query.ts';
import { serve } from '../src/http/serve.ts';

app.http('subscriptions-get', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'subscriptions/{id}',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const [query, subscriptionId] = await allOf(
          () => parseQuery(request, { identity: parameters.identity }, service.identityNames),
          () => parseGuid(request.params['id'], 'id'),
        );
        const row = await service.readSubscription(
          oneIdentity(service.identityNames, query.identity),
          subscriptionId,
        );
        if (row === undefined)
          throw new HttpProblem(
            'subscription-not-found',
            `Nothing is known of subscription ${subscriptionId}.`,
          );
        return jsonAnswer(request, row);
      },
    }),
});
