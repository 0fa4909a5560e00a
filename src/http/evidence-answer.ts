// GET /evidence: what it takes, and the same evidence as JSON, as CSV or as a page to print.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import * as z from 'zod';
import type { Evidence } from '../domain/evidence.ts';
import { acceptedFormat } from './accepted-format.ts';
import { jsonAnswer } from './json-answer.ts';
import { parameters, parseQuery } from './query.ts';

export interface EvidenceForms {
  csv: (evidence: Evidence) => string;
  html: (evidence: Evidence) => string;
  /** The Content-Security-Policy of the page. */
  policy: string;
}

const FORMATS = { 'application/json': 'json', 'text/csv': 'csv', 'text/html': 'html' } as const;
const A_MONTH = 'must be a month as YYYY-MM';

export const evidenceQuery = {
  month: z.string(A_MONTH).regex(/^\d{4}-(0[1-9]|1[0-2])$/, A_MONTH),
  identity: parameters.identity,
  format: z.enum(['json', 'csv', 'html'], 'must be json, csv or html').optional(),
};

/** @throws HttpProblem invalid-request */
export function parseEvidenceQuery(request: HttpRequest, identityNames: readonly string[]) {
  return parseQuery(request, evidenceQuery, identityNames);
}

export function evidenceAnswer(
  request: HttpRequest,
  evidence: Evidence,
  forms: EvidenceForms,
  format: 'json' | 'csv' | 'html' | undefined,
): HttpResponseInit {
  const headers = { vary: 'accept', 'x-evidence-sha256': evidence.sha256 };
  const name = `evidence-${evidence.identity}-${evidence.month}`;
  const ofTheFile = { ...headers, 'cache-control': 'no-cache' };
  switch (format ?? acceptedFormat(request, FORMATS)) {
    case 'json':
      return jsonAnswer(request, evidence, headers);
    case 'csv':
      return {
        status: 200,
        headers: {
          ...ofTheFile,
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${name}.csv"`,
        },
        body: forms.csv(evidence),
      };
    case 'html':
      return {
        status: 200,
        headers: {
          ...ofTheFile,
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': forms.policy,
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        },
        body: forms.html(evidence),
      };
  }
}
