// The least that an app can be: what the start of ours is measured beside.
import { app } from '@azure/functions';

app.http('hello', {
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async () => ({ jsonBody: { hello: 'world' } }),
});
