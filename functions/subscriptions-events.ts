// GET /api/subscriptions/{id}/events: the history of one subscription, newest first.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { allOf } from '../src/http/all-of.ts';
import { parseOwnEventsQuery } from '../src/http/events-request.ts';
import { listAnswer } from '../src/http/list-answer.ts';
import { HttpProblem } from '../src/http/problem.ts';
import { parseGuid } from '../src/http/query.ts';
import { serve } from '../src/http/serve.ts';

app.http('subscriptions-events', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'subscriptions/{id}/events',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const [query, subscriptionId] = await allOf(
          () => parseOwnEventsQuery(request, service.identityNames),
          () => parseGuid(request.params['id'], 'id'),
        );
        const page = await service.listEvents({ ...query, subscriptionId });
        if (page.items.length === 0 && !(await service.hasHistory(subscriptionId)))
          throw new HttpProblem(
            'subscription-not-found',
            `Nothing was ever told of subscription ${subscriptionId}, and it is not expected.`,
          );
        return listAnswer(request, page, service.csv.events, query.format);
      },
    }),
});
