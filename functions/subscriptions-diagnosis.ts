// GET /api/subscriptions/{id}/diagnosis: why it is missing from Microsoft's reports, every known reason answered.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { allOf } from '../src/http/all-of.ts';
import { oneIdentity } from '../src/http/identity-parameter.ts';
import { jsonAnswer } from '../src/http/json-answer.ts';
import { HttpProblem } from '../src/http/problem.ts';
import { parameters, parseGuid, parseQuery } from '../src/http/query.ts';
import { serve } from '../src/http/serve.ts';

app.http('subscriptions-diagnosis', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'subscriptions/{id}/diagnosis',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const [query, subscriptionId] = await allOf(
          () => parseQuery(request, { identity: parameters.identity }, service.identityNames),
          () => parseGuid(request.params['id'], 'id'),
        );
        const name = oneIdentity(service.identityNames, query.identity);
        const diagnosis = await service.diagnose(name, subscriptionId);
        if (diagnosis === undefined)
          throw new HttpProblem(
            'subscription-not-found',
            `Nothing is known of subscription ${subscriptionId}, so there is nothing to diagnose.`,
          );
        return jsonAnswer(request, diagnosis);
      },
    }),
});
