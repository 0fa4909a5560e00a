// The answers of the two routes about templates.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { TemplateCheck } from '../domain/template/check-template.ts';
import type { Refusal } from '../domain/template/refusal.ts';
import { textAnswer } from './json-answer.ts';
import { HttpProblem } from './problem.ts';

export type TemplateAnswer =
  | { kind: 'written'; fileName: string; text: string }
  | { kind: 'refused'; refused: readonly Refusal[]; rolesDate: string }
  | { kind: 'principal-unknown' };

export type TemplateCheckAnswer =
  { kind: 'checked'; check: TemplateCheck } | { kind: 'not-lighthouse' } | { kind: 'principal-unknown' };

/** The bare file. @throws HttpProblem lighthouse-refuses, role-not-built-in, principal-unknown */
export function templateAnswer(request: HttpRequest, answer: TemplateAnswer): HttpResponseInit {
  if (answer.kind === 'principal-unknown') throw principalUnknown();
  if (answer.kind === 'refused') throw refusedProblem(answer.refused, answer.rolesDate);
  return textAnswer(request, answer.text, {
    'content-type': answer.fileName.endsWith('.json') ? 'application/json' : 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="${answer.fileName}"`,
  });
}

/** @throws HttpProblem template-not-lighthouse, principal-unknown */
export function templateCheckAnswer(answer: TemplateCheckAnswer): HttpResponseInit {
  if (answer.kind === 'principal-unknown') throw principalUnknown();
  if (answer.kind === 'not-lighthouse')
    throw new HttpProblem(
      'template-not-lighthouse',
      'It has neither a registration definition nor a registration assignment (Microsoft.ManagedServices). ' +
        'Send the template that is deployed itself: linked templates are not looked into.',
    );
  return { status: 200, jsonBody: answer.check, headers: { 'cache-control': 'no-store' } };
}

function refusedProblem(refused: readonly Refusal[], rolesDate: string): HttpProblem {
  const onlyUnknownRoles = refused.every(({ code }) => code === 'role-not-built-in');
  return new HttpProblem(
    onlyUnknownRoles ? 'role-not-built-in' : 'lighthouse-refuses',
    onlyUnknownRoles
      ? `Known are the built-in roles of ${rolesDate}; Lighthouse takes no custom roles.`
      : 'The deployment would fail. Every reason is listed.',
    refused.map(({ pointer, code, message }) => ({
      parameter: 'authorizations',
      detail: `${pointer} ${code}: ${message}`,
    })),
  );
}

function principalUnknown(): HttpProblem {
  return new HttpProblem(
    'principal-unknown',
    'Neither PRINCIPAL_ID nor a run has told the object id of the service principal yet. Set it, or let a run go through.',
  );
}
