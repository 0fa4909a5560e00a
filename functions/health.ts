// GET /api/health: the app runs and answers. No details: anybody may ask.
import { app } from '@azure/functions';

app.http('health', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'health',
  handler: async () => ({
    status: 200,
    jsonBody: { status: 'ok' },
    headers: { 'cache-control': 'no-store' },
  }),
});
