// The message for programs, verified by the public package of Standard Webhooks as its receiver would do it.
import { randomBytes } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { parseWebhookSecrets } from '../../src/notify/webhook-secret.ts';
import { toWebhookPost } from '../../src/notify/webhook.ts';
import { messageOf } from './samples.ts';

const secret = () => `whsec_${randomBytes(32).toString('base64')}`;

function postWith(secrets: string, now = new Date()) {
  return toWebhookPost(messageOf([{ type: 'link.lost' }]), parseWebhookSecrets(secrets) ?? [], now);
}

it('is a CloudEvents 1.0 envelope whose id is the webhook-id', () => {
  const message = messageOf([{ type: 'link.lost' }, { type: 'link.healed' }], { identity: 'north' });

  const { headers, body } = toWebhookPost(message, parseWebhookSecrets(secret()) ?? [], new Date());

  expect(JSON.parse(body)).toEqual({
    specversion: '1.0',
    id: message.id,
    type: 'lighthouse-keeper.changes',
    source: '/lighthouse-keeper/north',
    time: message.time,
    datacontenttype: 'application/json',
    data: { runId: message.runId, identity: 'north', events: message.events },
  });
  expect(headers['content-type']).toBe('application/cloudevents+json');
  expect(headers['webhook-id']).toBe(message.id);
});

describe('its signature', () => {
  it('is verified by the public package', () => {
    const key = secret();
    const { headers, body } = postWith(key);

    expect(new Webhook(key).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it('holds for the old and for the new secret while they change', () => {
    const [old, next] = [secret(), secret()];
    const { headers, body } = postWith(`${old} ${next}`);

    for (const key of [old, next]) expect(new Webhook(key).verify(body, headers)).toBeTruthy();
    expect(headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
  });

  it('does not hold for another secret, another body, another id or another time', () => {
    const key = secret();
    const { headers, body } = postWith(key);
    const webhook = new Webhook(key);
    const earlier = String(Number(headers['webhook-timestamp']) - 1);

    expect(() => new Webhook(secret()).verify(body, headers)).toThrow('signature');
    expect(() => webhook.verify(`${body} `, headers)).toThrow('signature');
    expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'other' })).toThrow('signature');
    expect(() => webhook.verify(body, { ...headers, 'webhook-timestamp': earlier })).toThrow('signature');
  });

  it('is of the moment of sending, in whole seconds', () => {
    expect(postWith(secret(), new Date(1_700_000_000_999)).headers['webhook-timestamp']).toBe('1700000000');
  });
});

describe('secrets', () => {
  test.each<[value: string, bytes: number[] | undefined]>([
    ['whsec_AAAA', [3]],
    ['whsec_AAA=', [2]],
    ['whsec_AA==', [1]],
    ['whsec_AA', [1]],
    [`whsec_${'A'.repeat(44)} whsec_BBBB`, [33, 3]],
    [' whsec_AAAA  whsec_BBBB ', [3, 3]],
    ['', undefined],
    ['whsec_', undefined],
    ['whsec_A', undefined],
    ['whsec_AAAA=', undefined],
    ['whsec_AA-_', undefined],
    ['WHSEC_AAAA', undefined],
    ['AAAA', undefined],
    ['whsec_AAAA whsec_', undefined],
    ['whsec_AAAA whsec_BBBB whsec_CCCC', undefined],
  ])('%j has keys of %j bytes', (value, bytes) => {
    expect(parseWebhookSecrets(value)?.map(({ length }) => length)).toEqual(bytes);
  });
});
