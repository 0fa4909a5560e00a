// The answer to a dead letter that was asked for once more.
import type { HttpResponseInit } from '@azure/functions';
import { HttpProblem } from './problem.ts';

export type Resend =
  | { kind: 'tried'; letter: object }
  | { kind: 'unknown' }
  | { kind: 'busy' }
  | { kind: 'unavailable'; why: string };

/** @throws HttpProblem where it was not tried */
export function resendAnswer(answer: Resend): HttpResponseInit {
  switch (answer.kind) {
    case 'tried':
      return { status: 200, jsonBody: answer.letter, headers: { 'cache-control': 'no-store' } };
    case 'unknown':
      throw new HttpProblem('notification-not-found', 'There is no dead letter with this id.');
    case 'busy':
      throw new HttpProblem(
        'delivery-in-progress',
        'Messages of this identity are being sent at this moment; ask again in a minute.',
      );
    case 'unavailable':
      throw new HttpProblem('receiver-unavailable', answer.why);
  }
}
