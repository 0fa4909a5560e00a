// What the dashboard says of receivers that get no messages: why, what waits, and what can be done.
import { expect, test } from 'vitest';
import type { ReceiverStatus } from '../../src/domain/delivery-view.ts';
import { noticesOf } from '../../src/report/dashboard-notices.ts';

const NOW = '2026-03-01T06:17:00.000Z';
const DEAD = { id: 'x', attempts: 10, lastStatus: 500, at: NOW };

function told(receiver: Partial<ReceiverStatus>): string[] {
  const notices = noticesOf(
    {
      name: 'default',
      link: { state: 'right', partnerId: '7', wantedPartnerId: '7', conditions: [] },
      totals: { pec: 1, 'pec-partial': 0, 'pal-only': 0, none: 0, unknown: 0, notDelegated: 0 },
      lastRun: null,
      stale: false,
      notifications: [{ name: 'webhook', state: 'ok', pending: 0, deadLetters: [], ...receiver }],
      standing: 'well',
      findings: [],
    },
    { now: NOW, schedule: { nextRunAt: undefined, intervalMs: 6 * 3_600_000 } },
  );
  return notices.map(({ title, body }) => `${title}: ${body.replaceAll(/<[^>]*>/g, '')}`);
}

const MORE = 'GET /api/status tells more.';

test.each<[string, Partial<ReceiverStatus>, string[]]>([
  ['nothing of one that is well', {}, []],
  ['nothing of one that will be called', { pending: 1 }, []],
  [
    'why one is refused, in one sentence',
    { state: 'refused', reason: 'NOTIFY_WEBHOOK_URL must begin with https://.' },
    [`Messages to webhook do not arrive: NOTIFY_WEBHOOK_URL must begin with https://. ${MORE}`],
  ],
  [
    'when one is called again that is gone, and what waits',
    { state: 'disabled', pending: 1 },
    [
      `Messages to webhook do not arrive: It answered 410, and is called no more until its address changes. 1 message waits. ${MORE}`,
    ],
  ],
  [
    'that a message is sent again',
    { state: 'retrying', pending: 2 },
    [
      `Messages to webhook do not arrive: It did not take a message, which is sent again. 2 messages wait. ${MORE}`,
    ],
  ],
  [
    'what was given up by one that is well again, and how it is sent once more',
    { deadLetters: [DEAD, DEAD] },
    [
      `Messages to webhook did not arrive: 2 messages were given up: POST /api/notifications/{id}/resend sends one once more. ${MORE}`,
    ],
  ],
])('says %s', (_, receiver, texts) => {
  expect(told(receiver)).toEqual(texts);
});
