// GET /api/subscriptions: what is remembered of each subscription, filtered and paged.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { chosenIdentities } from '../src/http/identity-parameter.ts';
import { listAnswer } from '../src/http/list-answer.ts';
import { subscriptionsQuery } from '../src/http/list-queries.ts';
import { parseQuery } from '../src/http/query.ts';
import { serve } from '../src/http/serve.ts';

app.http('subscriptions-list', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'subscriptions',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const query = parseQuery(request, subscriptionsQuery, service.identityNames);
        const identities = chosenIdentities(service.identityNames, query.identity);
        const page = await service.listSubscriptions({ ...query, identities });
        return listAnswer(request, page, service.csv.subscriptions, query.format);
      },
    }),
});
