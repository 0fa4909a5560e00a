// The receivers of the settings: what is wrong with one is told by the name of its setting, and then nothing is sent.
import { expect, it, test } from 'vitest';
import { createReceivers, type NotifySettings } from '../../src/notify/receivers.ts';
import type { Resolve } from '../../src/notify/target.ts';
import { messageOf } from './samples.ts';

const KEYS = [Buffer.from('a key')];
const URL = 'https://hooks.example/s3cret';

function receiversOf(settings: Partial<NotifySettings>, { resolve = toPublic, simulated = false } = {}) {
  return createReceivers(
    { webhookKeys: KEYS, ...settings },
    { simulated, resolve, now: () => new Date(), dashboardUrl: () => 'https://keeper.example/api/dashboard' },
  );
}

const toPublic: Resolve = async () => ['93.184.215.14'];
const toPrivate: Resolve = async () => ['10.0.0.1'];
const toNothing: Resolve = () => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
const never: Resolve = () => new Promise(() => undefined);

it('are those that are set, Teams first', () => {
  const names = (settings: Partial<NotifySettings>) => receiversOf(settings).map(({ name }) => name);

  expect(names({})).toEqual([]);
  expect(names({ webhookUrl: URL })).toEqual(['webhook']);
  expect(names({ webhookUrl: URL, teamsUrl: URL })).toEqual(['teams', 'webhook']);
});

test.for<[name: string, settings: Partial<NotifySettings>, resolve: Resolve, setting: string | undefined]>([
  ['a public address', { teamsUrl: URL }, toPublic, undefined],
  ['a name that leads inside', { teamsUrl: URL }, toPrivate, 'NOTIFY_TEAMS_URL'],
  ['a name that nobody knows now', { webhookUrl: URL }, toNothing, undefined],
  ['a name service that hangs', { webhookUrl: URL }, never, undefined],
  [
    'loopback without the simulator',
    { webhookUrl: 'https://127.0.0.1/s3cret' },
    toPublic,
    'NOTIFY_WEBHOOK_URL',
  ],
  ['no address', { teamsUrl: 's3cret' }, toPublic, 'NOTIFY_TEAMS_URL'],
  ['a webhook without a key', { webhookUrl: URL, webhookKeys: [] }, toPublic, 'NOTIFY_WEBHOOK_SECRET'],
  ['Teams, which needs no key', { teamsUrl: URL, webhookKeys: [] }, toPublic, undefined],
])('%s', async ([, settings, resolve, setting], t) => {
  const [receiver] = receiversOf(settings, { resolve });

  const problem = await receiver?.problem();

  t.expect(problem?.setting).toBe(setting);
  t.expect(JSON.stringify(problem ?? '')).not.toContain('s3cret');
  if (setting !== undefined)
    t.expect(await receiver?.send(messageOf([{}]))).toMatchObject({ kind: 'refused' });
});

it('know an address from another one, and never show it', () => {
  const fingerprints = [URL, `${URL}2`].map((teamsUrl) => receiversOf({ teamsUrl })[0]?.fingerprint);

  expect(new Set(fingerprints).size).toBe(2);
  expect(receiversOf({ webhookUrl: URL })[0]?.fingerprint).toBe(fingerprints[0]);
  expect(JSON.stringify(receiversOf({ teamsUrl: URL, webhookUrl: URL }))).not.toContain('s3cret');
});
