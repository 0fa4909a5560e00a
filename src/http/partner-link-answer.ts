// The link over HTTP: its ETag is that of how it stands, so that what is shown beside it changes nothing of it.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { LinkView } from '../domain/link-standing.ts';
import { etagOf, matches } from './json-answer.ts';
import { preconditionFailed } from './precondition.ts';
import { HttpProblem } from './problem.ts';
import { holderOf } from './runs-answer.ts';

/** What came of a call that was to write the link. */
export type LinkCalled =
  | { kind: 'done'; view: LinkView }
  | { kind: 'precondition-failed' | 'differs' | 'missing' | 'not-confirmed' }
  | { kind: 'busy'; runId: string }
  | { kind: 'refused'; cause: string; code: string }
  | { kind: 'unreadable'; cause: string }
  | { kind: 'unconfirmed' | 'lease-lost' | 'not-kept' };

/** Strong; over what a write must not overwrite unseen (contract §7.6). */
export function linkEtag({ tenantId, principalId, link: { state, partnerId, version } }: LinkView): string {
  return etagOf(JSON.stringify([tenantId, principalId ?? null, state, partnerId ?? null, version ?? null]));
}

/** Nobody can say of an unreadable link that it is still the same: it has no ETag. */
export function linkAnswer(request: HttpRequest, view: LinkView): HttpResponseInit {
  const etag = view.link.state === 'unreadable' ? undefined : linkEtag(view);
  if (etag !== undefined && matches(request.headers.get('if-none-match'), etag))
    return { status: 304, headers: { etag, 'cache-control': 'no-cache' } };
  return shown(view, etag);
}

/** @throws HttpProblem where it is not as the caller wants it */
export function linkPutAnswer(called: LinkCalled): HttpResponseInit {
  if (called.kind !== 'done') throw refusal(called);
  return shown(called.view, linkEtag(called.view));
}

/** @throws HttpProblem where it was not removed */
export function linkDeleteAnswer(called: LinkCalled): HttpResponseInit {
  if (called.kind !== 'done') throw refusal(called);
  return { status: 204 };
}

function shown({ link }: LinkView, etag: string | undefined): HttpResponseInit {
  return {
    status: 200,
    headers: {
      ...(etag !== undefined && { etag }),
      'cache-control': 'no-cache',
      'content-type': 'application/json',
    },
    body: JSON.stringify(link),
  };
}

function refusal(called: Exclude<LinkCalled, { kind: 'done' }>): HttpProblem {
  switch (called.kind) {
    case 'precondition-failed':
      return preconditionFailed();
    case 'differs':
      return new HttpProblem(
        'link-differs-from-settings',
        'PARTNER_ID (in IDENTITIES partnerId) is another one. Change the setting, or say ?override=true to set the link all the same: under LINK_POLICY heal the next run sets it back.',
      );
    case 'missing':
      return new HttpProblem('link-missing', 'There is no link to remove.');
    case 'not-confirmed':
      return new HttpProblem('invalid-request', 'Wrong: confirm. Nothing was removed.', [
        { parameter: 'confirm', detail: 'must be the partner ID that is linked now' },
      ]);
    case 'busy':
      return new HttpProblem(
        'run-in-progress',
        `${holderOf(called.runId)} is under way and may write the link itself; ask again when it has ended.`,
        [],
        { runId: called.runId },
      );
    case 'refused':
      return new HttpProblem('link-refused', called.cause, [], { azureCode: called.code });
    case 'unconfirmed':
      return new HttpProblem(
        'link-refused',
        'Azure acknowledged the change, and yet something else stands there when it is read back: somebody else may have written it meanwhile. Read it again.',
      );
    case 'unreadable':
      return new HttpProblem('link-unreadable', called.cause);
    case 'lease-lost':
      return new HttpProblem(
        'store-unavailable',
        'Another process took the identity over before anything was written. Try again.',
      );
    case 'not-kept':
      return new HttpProblem(
        'store-unavailable',
        'The link is as it was asked for, but that could not be remembered now: the next run tells it. Read the link again.',
      );
  }
}
