// The dated history.
import { eventsQuery } from '../../events-request.ts';
import { lists } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { eventList } from '../shapes/event.ts';
import { EVENT_CSV } from './subscriptions.ts';

export const EVENT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/events',
    operationId: 'listEvents',
    tag: 'History',
    summary: 'What changed and when, newest first',
    needs: 'read',
    query: eventsQuery,
    queryNotes: { identity: 'Only events of this identity.' },
    headers: ['If-None-Match'],
    answers: lists('A page of the events.', eventList, EVENT_CSV),
  },
];
