// GET /api/openapi.json: the whole API as an OpenAPI document.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { textAnswer } from '../src/http/json-answer.ts';
import { parseQuery } from '../src/http/query.ts';
import { serveAnybody } from '../src/http/serve.ts';

app.http('openapi', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'openapi.json',
  handler: (request) =>
    serveAnybody(request, sharedApp(), async (service) => {
      parseQuery(request, {});
      return textAnswer(request, service.openApi(), { 'content-type': 'application/json' });
    }),
});
