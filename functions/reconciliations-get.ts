// GET /api/reconciliations/{id}: one run.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { jsonAnswer } from '../src/http/json-answer.ts';
import { HttpProblem } from '../src/http/problem.ts';
import { parseQuery, parseRunId } from '../src/http/query.ts';
import { serve } from '../src/http/serve.ts';

app.http('reconciliations-get', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'reconciliations/{id}',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        parseQuery(request, {});
        const run = await service.readRun(parseRunId(request.params['id']));
        if (run === undefined)
          throw new HttpProblem('reconciliation-not-found', 'No run with this id is kept.');
        return jsonAnswer(request, run);
      },
    }),
});
