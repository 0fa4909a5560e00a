// POST /api/reconciliations: runs now, and answers with what came of it.
import { app } from '@azure/functions';
import { HTTP_RUN_BUDGET_MS, sharedApp } from '../src/app.ts';
import { chosenIdentities } from '../src/http/identity-parameter.ts';
import { parseReconcileRequest } from '../src/http/reconcile-request.ts';
import { runsAnswer } from '../src/http/runs-answer.ts';
import { serve } from '../src/http/serve.ts';

app.http('reconciliations-post', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'reconciliations',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'operate',
      handle: async (service) => {
        const { dryRun, identity } = await parseReconcileRequest(request);
        const identities = chosenIdentities(service.identityNames, identity);
        const run = { trigger: 'http', dryRun, budgetMs: HTTP_RUN_BUDGET_MS } as const;
        return runsAnswer(await Promise.all(identities.map((name) => service.reconcile(name, run))));
      },
    }),
});
