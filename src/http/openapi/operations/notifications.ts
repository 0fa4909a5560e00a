// Messages that were given up.
import { letterId, resendQuery } from '../../resend-request.ts';
import { answers } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { resent, resendWish } from '../shapes/small-answers.ts';

export const NOTIFICATION_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/notifications/{id}/resend',
    operationId: 'resendNotification',
    tag: 'Operations',
    summary: 'Sends a dead letter once more',
    description: 'As if it had never been tried, under the id that it had.',
    needs: 'operate',
    pathParameters: {
      id: { schema: letterId, description: 'Its id, as the status tells it.', example: 'msg_4f1d7a' },
    },
    query: resendQuery,
    queryNotes: { identity: 'Whose letter it is, if that is to be checked: no two letters have one id.' },
    body: { schema: resendWish, required: false, description: 'No body is an empty one.' },
    answers: answers('It was tried.', resent),
    problems: ['notification-not-found', 'delivery-in-progress', 'receiver-unavailable'],
  },
];
