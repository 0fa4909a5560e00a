// Checks that an answer is problem+json of the contract (RFC 9457), with a code of the product's one table.
import { expect } from 'vitest';
import { PROBLEMS } from '../../src/http/problem.ts';
import type { Answer } from './host.ts';
import { problemShape, type ProblemJson } from './shapes.ts';

export function expectProblem(answer: Answer, status: number, code: string): ProblemJson {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = problemShape.parse(answer.json);
  expect(problem).toMatchObject({ status: answer.status, code });
  expect(answer.status).toBe(status);
  expect(Object.keys(PROBLEMS)).toContain(code);
  return problem;
}

/** What `errors` names, in its order. */
export function namesOf({ errors = [] }: ProblemJson): string[] {
  return errors.map((each) => ('pointer' in each ? each.pointer : each.parameter));
}
