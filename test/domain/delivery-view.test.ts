// What is shown of a receiver and its letters.
import { describe, expect, it, test } from 'vitest';
import { EMPTY_DELIVERY, type DeliveryRecord } from '../../src/domain/delivery.ts';
import { viewReceiver } from '../../src/domain/delivery-view.ts';
import { dead, letter, record, WEBHOOK } from './delivery-fixtures.ts';

describe('the view', () => {
  const GONE = { webhook: { fingerprint: 'bb', disabled: true } };

  test.each<[name: string, record: DeliveryRecord, reason: string | undefined, view: object]>([
    ['nothing yet', EMPTY_DELIVERY, undefined, { state: 'ok', pending: 1, deadLetters: [] }],
    ['on its way', record([letter()]), undefined, { state: 'ok', pending: 2 }],
    ['failed so far', record([letter({ attempts: 1 })]), undefined, { state: 'retrying', pending: 2 }],
    ['dead, beside one on its way', record([dead(), letter()]), undefined, { state: 'ok', pending: 2 }],
    ["another's failure", record([letter({ attempts: 1, receiver: 'teams' })]), undefined, { state: 'ok' }],
    ['410', record([], GONE), undefined, { state: 'disabled', pending: 0 }],
    [
      '410 of another address',
      record([], { webhook: { fingerprint: 'x', disabled: true } }),
      undefined,
      { state: 'ok' },
    ],
    ['refused', record([letter({ attempts: 1 })], GONE), 'It is.', { state: 'refused', reason: 'It is.' }],
  ])('%s', (_, before, reason, view) => {
    expect(viewReceiver(before, WEBHOOK, reason, 1)).toMatchObject({ name: 'webhook', ...view });
  });

  it('shows dead letters newest first, without an answer as null', () => {
    const at = '2026-01-01T10:00:00.000Z';
    const before = record([
      letter({ id: 'open' }),
      dead(),
      dead({ id: 'b', lastStatus: 500, lastAt: at, attempts: 3 }),
    ]);

    expect(viewReceiver(before, WEBHOOK, undefined, 0).deadLetters).toEqual([
      { id: 'b', attempts: 3, lastStatus: 500, at },
      { id: 'default-r1-webhook', attempts: 10, lastStatus: null, at: '2026-01-01T23:59:00.000Z' },
    ]);
  });
});
