// The template that a customer deploys, and the check of any such template.
import { onboardingTemplateQuery } from '../../onboarding-template-request.ts';
import { templateCheckQuery } from '../../template-check-request.ts';
import { answers, json, NOT_MODIFIED } from '../answers.ts';
import type { Operation } from '../operation.ts';
import {
  armTemplate,
  furtherAuthorizations,
  templateCheck,
  templateToCheck,
} from '../shapes/template-check.ts';

const FILE_NAME = { description: 'The name of the file.', always: true };

export const TEMPLATE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/onboarding-template',
    operationId: 'getOnboardingTemplate',
    tag: 'Onboarding',
    summary: 'The template that a customer deploys to delegate to an identity',
    description:
      'Reader, Support Request Contributor and Managed Services Registration Assignment Delete Role for this principal, ' +
      'all permanent, and whatever else is asked for. What Azure Lighthouse would refuse is refused, with each reason.',
    needs: 'read',
    query: onboardingTemplateQuery,
    queryNotes: {
      format: 'An ARM template, or a Bicep file.',
      scope: 'What the customer delegates: the subscription, or one resource group.',
      authorizations: 'Further ones, as JSON of at most 16384 characters.',
    },
    jsonQuery: { authorizations: furtherAuthorizations },
    headers: ['If-None-Match'],
    answers: [
      {
        status: 200,
        description: 'The bare file.',
        media: [json(armTemplate), { type: 'text/plain', example: "targetScope = 'subscription'\n" }],
        headers: {
          ETag: { description: 'Strong, for `If-None-Match`.', always: true },
          'Content-Disposition': FILE_NAME,
        },
      },
      { ...NOT_MODIFIED, headers: { ...NOT_MODIFIED.headers, 'Content-Disposition': FILE_NAME } },
    ],
    problems: ['identity-required', 'lighthouse-refuses', 'role-not-built-in', 'principal-unknown'],
  },
  {
    method: 'post',
    path: '/onboarding-template-checks',
    operationId: 'checkOnboardingTemplate',
    tag: 'Onboarding',
    summary: 'Will this template, or this list of authorizations, earn?',
    description: 'It asks nothing of Azure and changes nothing.',
    needs: 'read',
    query: templateCheckQuery,
    body: { schema: templateToCheck, required: true, description: 'At most 1 MiB.' },
    answers: answers('What it will be, and why.', templateCheck),
    problems: ['identity-required', 'template-not-lighthouse', 'principal-unknown'],
  },
];
