// GET /api/reconciliations: the runs, newest first.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { listAnswer } from '../src/http/list-answer.ts';
import { runsQuery } from '../src/http/list-queries.ts';
import { parseQuery } from '../src/http/query.ts';
import { serve } from '../src/http/serve.ts';

app.http('reconciliations-list', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'reconciliations',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const query = parseQuery(request, runsQuery, service.identityNames);
        return listAnswer(request, await service.listRuns(query), service.csv.runs, query.format);
      },
    }),
});
