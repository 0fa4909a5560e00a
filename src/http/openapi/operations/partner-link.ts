// The partner link of an identity, live.
import { linkDeleteQuery, linkPutQuery } from '../../partner-link-request.ts';
import { parameters } from '../../query.ts';
import { json, NOT_MODIFIED } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { linkWish, partnerLink } from '../shapes/partner-link.ts';

const OF_LINK = { path: '/partner-link', tag: 'Operations' } as const;
const ETAG = 'Over tenant, principal, state, partner ID and version. ';

export const LINK_OPERATIONS: readonly Operation[] = [
  {
    ...OF_LINK,
    method: 'get',
    operationId: 'getPartnerLink',
    summary: 'The partner link as Azure tells it now',
    description:
      'Read live, within 30 seconds. Where it cannot be read it is told as `unreadable`, never as `none`.',
    needs: 'read',
    query: { identity: parameters.identity },
    headers: ['If-None-Match'],
    answers: [
      {
        status: 200,
        description: 'The link.',
        media: [json(partnerLink)],
        headers: { ETag: { description: `${ETAG}An unreadable link has none.`, always: false } },
      },
      NOT_MODIFIED,
    ],
    problems: ['identity-required'],
  },
  {
    ...OF_LINK,
    method: 'put',
    operationId: 'putPartnerLink',
    summary: 'Sets the partner link, without a moment unlinked',
    description:
      'Created where there is none, changed where it is another, and left alone where it is so already. LINK_POLICY ' +
      'binds runs only. The event names the caller.',
    needs: 'operate',
    query: linkPutQuery,
    queryNotes: {
      partnerId: 'The partner ID, if it does not stand in the body.',
      override:
        'Sets another partner ID than that of the settings, which under LINK_POLICY heal the next run sets back.',
    },
    headers: ['If-Match', 'If-None-Match'],
    neededHeaders: ['If-Match'],
    body: { schema: linkWish, required: false, description: 'The same may stand in the query.' },
    answers: [
      {
        status: 200,
        description: 'The link as it was read back.',
        media: [json(partnerLink)],
        headers: { ETag: { description: ETAG, always: true } },
      },
    ],
    problems: [
      'identity-required',
      'precondition-required',
      'precondition-failed',
      'link-differs-from-settings',
      'run-in-progress',
      'link-refused',
      'link-unreadable',
    ],
  },
  {
    ...OF_LINK,
    method: 'delete',
    operationId: 'deletePartnerLink',
    summary: 'Removes the partner link',
    description: 'Under LINK_POLICY create or heal the next run sets it again. The event names the caller.',
    needs: 'operate',
    query: linkDeleteQuery,
    queryNotes: { confirm: 'The partner ID that is linked now.' },
    headers: ['If-Match', 'If-None-Match'],
    answers: [{ status: 204, description: 'It is removed.' }],
    problems: [
      'identity-required',
      'link-missing',
      'precondition-failed',
      'run-in-progress',
      'link-refused',
      'link-unreadable',
    ],
  },
];
