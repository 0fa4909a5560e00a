// Requests of /api/partner-link that are wrong in themselves: each is named, and nobody is asked about the link.
import { beforeAll, expect, test } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { linkClient, linkPath } from '../harness/partner-link.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();
const OURS = DEMO_IDENTITY.partnerId;
const OTHER = DEMO_OTHER_PARTNER_ID;

let served: Served;
beforeAll(async () => {
  served = await serveKeeper(file);
  served.cloud.setLink(OTHER);
});

async function expectUntouched(): Promise<void> {
  expect(served.cloud.calls()).toEqual({});
  expect(linkPath(served)).toEqual([null, OTHER]);
  expect(await served.store.readIdentity('default')).toBeUndefined();
}

test.each<[string, body: string | undefined, query: string, names: string[]]>([
  ['no partner ID', undefined, '', ['/partnerId']],
  ['an empty object', '{}', '', ['/partnerId']],
  ['a number', '{"partnerId": 4242424}', '', ['/partnerId']],
  ['letters', '{"partnerId": "4242x"}', '', ['/partnerId']],
  ['nothing', '{"partnerId": ""}', '', ['/partnerId']],
  ['digits of another script', '{"partnerId": "٤٢٤٢"}', '', ['/partnerId']],
  ['a line end', '{"partnerId": "4242424\\n"}', '', ['/partnerId']],
  ['a path', '{"partnerId": "../partners/1"}', '', ['/partnerId']],
  ['too many digits', `{"partnerId": "${'1'.repeat(21)}"}`, '', ['/partnerId']],
  ['null', '{"partnerId": null}', '', ['/partnerId']],
  ['unknown fields', '{"partnerId": "1", "override": true, "version": 1}', '', ['/override', '/version']],
  ['an array', '[]', '', ['']],
  ['no JSON', '{"partnerId"', '', ['']],
  [
    'wrong names and values in the query',
    '{}',
    '?override=yes&partnerId=x&force=1',
    ['force', 'override', 'partnerId'],
  ],
  ['an empty override', `{"partnerId": "${OURS}"}`, '?override=', ['override']],
  ['two partner IDs', `{"partnerId": "${OURS}"}`, `?partnerId=${OTHER}`, ['partnerId']],
  ['an identity that is none of ours', `{"partnerId": "${OURS}"}`, '?identity=other', ['identity']],
])('PUT refuses %s, before anything else', async (_, body, query, names) => {
  const init = { method: 'PUT', ...(body !== undefined && { body }) };

  // Without If-Match: what is wrong with the request comes first.
  const answer = await served.call(`/api/partner-link${query}`, init);

  expect(namesOf(expectProblem(answer, 400, 'invalid-request')).toSorted()).toEqual(names);
  await expectUntouched();
});

test.each(['', '?confirm=', '?confirm=yes', '?confirm=*', `?confirm=${OURS}&confirm=${OURS}`])(
  'DELETE without a partner ID to confirm (%s) is 400',
  async (query) => {
    const problem = expectProblem(await linkClient(served).remove(query), 400, 'invalid-request');

    expect(namesOf(problem)).toEqual(['confirm']);
    await expectUntouched();
  },
);

test('GET takes nothing but the identity', async () => {
  const { get } = linkClient(served);
  const problem = expectProblem(
    await get('?partnerId=1&format=csv&code=k&clientId=c'),
    400,
    'invalid-request',
  );
  const other = expectProblem(await get('?identity=other'), 400, 'invalid-request');

  expect(namesOf(problem)).toEqual(['partnerId', 'format']);
  expect(namesOf(other)).toEqual(['identity']);
  await expectUntouched();
});
