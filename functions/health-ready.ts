// GET /api/health/ready: settings, token, store and the age of the last run, each named where it is not right.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { readyAnswer } from '../src/http/ready-answer.ts';

app.http('health-ready', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'health/ready',
  handler: (request) => readyAnswer(request, sharedApp()),
});
