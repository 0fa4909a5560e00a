// GET /api/health: the app runs and answers. No details: anybody may ask.
import { app } from '@azure/functions';
import { refuseQuery } from '../src/http/bare-query.ts';

app.http('health', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'health',
  handler: async (request) =>
    refuseQuery(request) ?? {
      status: 200,
      jsonBody: { status: 'ok' },
      headers: { 'cache-control': 'no-store' },
    },
});
