// The answers to writes of the list of expected subscriptions.
import type { HttpResponseInit } from '@azure/functions';
import type { ExpectedView } from '../domain/expected-subscription.ts';
import { etagOf } from './json-answer.ts';
import { preconditionFailed } from './precondition.ts';
import { HttpProblem } from './problem.ts';

type Refused = { kind: 'not-found' } | { kind: 'precondition-failed' } | { kind: 'busy' };

/** With the ETag that a read of it has. @throws HttpProblem */
export function putAnswer(
  answer: { kind: 'put'; entry: ExpectedView; isNew: boolean } | Refused,
): HttpResponseInit {
  if (answer.kind !== 'put') throw refusal(answer);
  const body = JSON.stringify(answer.entry);
  return {
    status: answer.isNew ? 201 : 200,
    headers: { etag: etagOf(body), 'cache-control': 'no-cache', 'content-type': 'application/json' },
    body,
  };
}

/** @throws HttpProblem */
export function deleteAnswer(answer: { kind: 'deleted' } | Refused): HttpResponseInit {
  if (answer.kind !== 'deleted') throw refusal(answer);
  return { status: 204 };
}

export function expectedNotFound(): HttpProblem {
  return new HttpProblem(
    'expected-subscription-not-found',
    'The subscription is not on the list; PUT it to have it there.',
  );
}

function refusal({ kind }: Refused): HttpProblem {
  switch (kind) {
    case 'not-found':
      return expectedNotFound();
    case 'precondition-failed':
      return preconditionFailed();
    case 'busy':
      return new HttpProblem(
        'expected-subscriptions-busy',
        'Another process has been writing the list; nothing was changed. Try again.',
      );
  }
}
