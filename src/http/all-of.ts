// Reads two parts of a request so that one answer names all that is wrong in both, and nobody mends them one by one.
import { HttpProblem } from './problem.ts';
import { invalidRequest } from './query.ts';

/**
 * What both give.
 * @throws HttpProblem invalid-request that names what is wrong in either; where it is another problem, the first one
 */
export async function allOf<First, Second>(
  first: () => First | Promise<First>,
  second: () => Second | Promise<Second>,
): Promise<[First, Second]> {
  const both = [started(first), started(second)] as const;
  const wrong = (await Promise.allSettled(both)).flatMap((each) =>
    each.status === 'rejected' && isInvalidRequest(each.reason) ? [each.reason] : [],
  );
  if (wrong.length === both.length) throw invalidRequest(wrong.flatMap(({ errors }) => errors));
  return Promise.all(both);
}

async function started<T>(read: () => T | Promise<T>): Promise<T> {
  return read();
}

function isInvalidRequest(reason: unknown): reason is HttpProblem {
  return reason instanceof HttpProblem && reason.code === 'invalid-request';
}
