// The document itself.
import { reads } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { openApiDocumentShape } from '../shapes/small-answers.ts';

export const OPENAPI_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    tag: 'Operations',
    summary: 'This document',
    needs: 'nothing',
    headers: ['If-None-Match'],
    description: 'For anybody, once the settings are valid.',
    answers: reads('OpenAPI 3.1.', openApiDocumentShape),
    problems: ['settings-invalid', 'internal-error'],
  },
];
