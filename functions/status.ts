// GET /api/status: how each identity stands.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { jsonAnswer } from '../src/http/json-answer.ts';
import { parseQuery } from '../src/http/query.ts';
import { serve } from '../src/http/serve.ts';

app.http('status', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'status',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        parseQuery(request, {});
        return jsonAnswer(request, await service.status());
      },
    }),
});
