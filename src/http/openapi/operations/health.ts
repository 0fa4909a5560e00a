// What probes ask.
import { answers } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { health, readiness } from '../shapes/small-answers.ts';

export const HEALTH_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/health',
    operationId: 'getHealth',
    tag: 'Operations',
    summary: 'The app runs',
    description: 'No details: anybody may ask. It answers also while settings are wrong.',
    needs: 'nothing',
    answers: answers('It does.', health),
  },
  {
    method: 'get',
    path: '/health/ready',
    operationId: 'getReadiness',
    tag: 'Operations',
    summary: 'Settings, token, store, receivers and the age of the last run are right',
    needs: 'nothing',
    answers: answers('All of it is.', readiness),
    problems: ['not-ready', 'settings-invalid', 'internal-error'],
  },
];
