// GET /api/events: what changed and when, newest first.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { parseEventsQuery } from '../src/http/events-request.ts';
import { listAnswer } from '../src/http/list-answer.ts';
import { serve } from '../src/http/serve.ts';

app.http('events-list', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'events',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const query = parseEventsQuery(request, service.identityNames);
        return listAnswer(request, await service.listEvents(query), service.csv.events, query.format);
      },
    }),
});
