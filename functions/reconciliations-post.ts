// POST /api/reconciliations: runs now, and answers with what came of it.
import { app } from '@azure/functions';
import { HTTP_RUN_BUDGET_MS, sharedApp } from '../src/app.ts';
import { parseReconcileRequest } from '../src/http/reconcile-request.ts';
import { runsAnswer } from '../src/http/runs-answer.ts';
import { serve } from '../src/http/serve.ts';

app.http('reconciliations-post', {
  methods: ['POST'],
  authLevel: sharedApp().authLevel,
  route: 'reconciliations',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'operate',
      handle: async (service) => {
        const { dryRun, identities } = await parseReconcileRequest(request, service.identityNames);
        const run = { trigger: 'http', dryRun, budgetMs: HTTP_RUN_BUDGET_MS } as const;
        return runsAnswer(await service.reconcileTogether(identities, run));
      },
    }),
});
