// Writing the link: PUT creates, PATCH changes, DELETE removes, none has a body; a write is repeated only where it surely was not done.
import { expect, test } from 'vitest';
import { claimsOf, newIdentity, newPartnerId, sessionAt, toldDeadline } from './harness.ts';
import { serverForTest, type Reply } from './server.ts';

const WRITES = ['createLink', 'changeLink', 'deleteLink'] as const;
const OPERATIONS = {
  createLink: 'partner.create',
  changeLink: 'partner.update',
  deleteLink: 'partner.delete',
} as const;

test.for<[write: (typeof WRITES)[number], method: string]>([
  ['createLink', 'PUT'],
  ['changeLink', 'PATCH'],
  ['deleteLink', 'DELETE'],
])('%s is one %s of the partner id without a body', async ([write, method]) => {
  const { answer, received, partnerId, calls } = await writing(write, { json: {} });

  const path = `/providers/Microsoft.ManagementPartner/partners/${partnerId}?api-version=2018-02-01`;
  expect(answer).toEqual({ kind: 'accepted' });
  expect(received).toMatchObject([{ method, path, body: '', host: 'management.azure.com' }]);
  expect(calls).toEqual({ [OPERATIONS[write]]: 1 });
});

test.for([200, 201, 202, 204])(
  'a %i is accepted, with or without a body that can be read',
  async (status) => {
    const replies: Reply[] = [
      { status, ...(status !== 204 && { json: { properties: { partnerId: '1' } } }) },
      { status },
      { status, ...(status !== 204 && { text: '<html>', headers: { 'content-type': 'text/html' } }) },
      { status, ...(status !== 204 && { text: '{"prop', headers: { 'content-type': 'application/json' } }) },
    ];
    for (const write of WRITES)
      for (const reply of replies) {
        const { answer, received } = await writing(write, reply);

        expect(answer).toEqual({ kind: 'accepted' });
        expect(received).toHaveLength(1);
      }
  },
);

test.for([400, 401, 403, 404, 405, 409, 412, 422])('a %i is refused with its code, once', async (status) => {
  for (const write of WRITES) {
    const { answer, received } = await writing(write, {
      status,
      json: { error: { code: 'PartnerIdAlreadyLinked', message: 'Already linked.' } },
    });

    const cause = `Azure answered ${status} PartnerIdAlreadyLinked: Already linked.`;
    expect(answer).toEqual({ kind: 'refused', cause, code: 'PartnerIdAlreadyLinked' });
    expect(received).toHaveLength(1);
  }
});

test.for<[name: string, reply: Reply, cause: string]>([
  ['empty', {}, 'Azure answered 409 Http409.'],
  [
    'HTML',
    { text: '<h1>Conflict</h1>', headers: { 'content-type': 'text/html' } },
    'Azure answered 409 Http409.',
  ],
  [
    'torn',
    { text: '{"error":', headers: { 'content-type': 'application/json' } },
    'Azure answered 409 Http409.',
  ],
  ['a bare code', { json: { code: 'Conflict', message: 'No.' } }, 'Azure answered 409 Conflict: No.'],
  ['a code without a text', { json: { error: { code: 'Conflict' } } }, 'Azure answered 409 Conflict.'],
  ['null', { json: null }, 'Azure answered 409 Http409.'],
  ['a list', { json: [] }, 'Azure answered 409 Http409.'],
])('a refusal whose body is %s is a refusal', async ([, reply, cause]) => {
  const { answer } = await writing('createLink', { ...reply, status: 409 });

  expect(answer).toEqual({ kind: 'refused', cause, code: cause.split(/[ .:]/)[3] });
});

test.for<[name: string, reply: Reply | 'reset']>([
  ['500', { status: 500 }],
  ['502 as HTML', { status: 502, text: '<html>' }],
  ['503 with a Retry-After', { status: 503, headers: { 'retry-after': '1' } }],
  ['504', { status: 504 }],
  ['408', { status: 408 }],
  ['a reset', 'reset'],
])('after %s nobody knows whether it was done, and it is not sent again', async ([, reply]) => {
  for (const write of WRITES) {
    const { answer, received, waitsMs } = await writing(write, reply);

    expect(answer.kind).toBe('unanswered');
    expect(received).toHaveLength(1);
    expect(waitsMs).toEqual([]);
  }
});

test('a 429 proves that nothing was done: it is sent again', async () => {
  const { answer, received, waitsMs } = await writing('createLink', (before) =>
    before === 0 ? { status: 429, headers: { 'retry-after': '7' } } : { json: {} },
  );

  expect(answer).toEqual({ kind: 'accepted' });
  expect(received).toHaveLength(2);
  expect(waitsMs).toEqual([7_000]);
});

test('a 429 that asks to wait an hour, or does not end, is a refusal', async () => {
  const hour = await writing('createLink', { status: 429, headers: { 'retry-after': '3600' } });
  const endless = await writing('createLink', { status: 429 });

  expect(hour.answer).toMatchObject({ kind: 'refused', cause: expect.stringContaining('wait 3600 s') });
  expect(hour.received).toHaveLength(1);
  expect(endless.answer.kind).toBe('refused');
  // Azure said nothing of what was asked.
  for (const { answer } of [hour, endless]) expect(answer).not.toHaveProperty('code');
  expect(endless.received).toHaveLength(4);
});

test('a deadline that comes while the answer is awaited leaves it unanswered', async () => {
  const identity = newIdentity();
  const deadline = toldDeadline();
  const server = await serverForTest(claimsOf(identity), () => {
    deadline.expire();
    return 'silence';
  });
  const session = await sessionAt(server.url, identity, deadline);

  const answer = await session.createLink(identity.partnerId);

  expect(answer).toEqual({ kind: 'unanswered', cause: 'The time for this was up.' });
});

async function writing(write: (typeof WRITES)[number], reply: Reply | 'reset' | ((before: number) => Reply)) {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), (_, before) =>
    typeof reply === 'function' ? reply(before) : reply,
  );
  const deadline = toldDeadline();
  const session = await sessionAt(server.url, identity, deadline);
  const partnerId = newPartnerId();
  const answer = await session[write](partnerId);
  return { answer, partnerId, received: server.received, calls: session.calls(), waitsMs: deadline.waitsMs };
}
