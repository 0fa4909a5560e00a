// GET /api/expected-subscriptions: what ought to be delegated, and whether it is.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { listAnswer } from '../src/http/list-answer.ts';
import { expectedListQuery } from '../src/http/list-queries.ts';
import { parseQuery } from '../src/http/query.ts';
import { serve } from '../src/http/serve.ts';

app.http('expected-subscriptions-list', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'expected-subscriptions',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const query = parseQuery(request, expectedListQuery, service.identityNames);
        return listAnswer(request, await service.listExpected(query), service.csv.expected, query.format);
      },
    }),
});
