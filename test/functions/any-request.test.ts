// Whatever is sent, to every route: no 5xx, no hanging, and every refusal of a handler is problem+json.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';
import { PROBLEMS } from '../../src/http/problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { problemShape } from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

const ANSWER_LIMIT_MS = 10_000;

let served: Served;
beforeAll(async () => {
  const { world } = fleetWorld({ subscriptions: 5 });
  served = await serveKeeper(file, { cloud: { world } });
  await served.post('/api/reconciliations');
});

const WORDS =
  'default true false 1 0 -1 NaN null csv json html 2024-02 9999-12 0000-01 pec removed * % \0 e30'.split(
    ' ',
  );
const nearMisses = fc.constantFrom(
  ...WORDS,
  demoSubscriptionId(1),
  Buffer.from('{"list":"runs","source":0}').toString('base64url'),
);
const text = fc.oneof(
  nearMisses,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ minLength: 3000, maxLength: 3100 }),
);
const id = fc.oneof(
  fc.constant(demoSubscriptionId(1)),
  fc.uuid(),
  fc.string({ minLength: 1, maxLength: 80 }).filter((each) => !/^\.{1,2}$/.test(each)),
);
const path = fc.oneof(
  fc.constantFrom(
    'status',
    'subscriptions',
    'expected-subscriptions',
    'evidence',
    'dashboard',
    'reconciliations',
    'health',
    'health/ready',
    'onboarding-template',
    'partner-link',
  ),
  fc
    .tuple(fc.constantFrom('subscriptions', 'expected-subscriptions', 'reconciliations'), id)
    .map(([list, each]) => `${list}/${encode(each)}`),
);
const names = [
  'top',
  'skipToken',
  'format',
  'recognition',
  'tenantId',
  'finding',
  'state',
  'identity',
  'dryRun',
  'month',
  'authorizations',
  'scope',
  'code',
];
const query = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 20 })), text), { maxLength: 4 })
  .map((pairs) => pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'));
const headerValue = fc.oneof(
  fc.constantFrom('*', '""', 'W/"x"', '"a", "b"', 'text/csv', '*/*;q=0', ',;,', 'application/json;q=9e9'),
  fc.string({ maxLength: 100 }),
);
const headers = fc.dictionary(
  fc.constantFrom('if-none-match', 'accept', 'content-type', 'if-match', 'x-functions-key', 'authorization'),
  headerValue,
  { maxKeys: 3 },
);
const body = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc
    .record({ dryRun: fc.oneof(fc.boolean(), text), identity: text }, { requiredKeys: [] })
    .map((each) => JSON.stringify(each)),
  text,
);

test('reads', async () => {
  await fc.assert(
    fc.asyncProperty(path, query, headers, async (path, query, headers) => {
      await expectDecent(`/api/${path}?${query}`, { headers });
    }),
    { numRuns: 250 },
  );
});

test('runs', async () => {
  await fc.assert(
    fc.asyncProperty(query, headers, body, async (query, headers, body) => {
      await expectDecent(`/api/reconciliations?${query}`, { method: 'POST', headers, body });
    }),
    { numRuns: 100 },
  );
});

test('onboarding checks', async () => {
  const asked = fc.oneof(
    body,
    fc
      .record({ subscriptionId: fc.oneof(id, text), identity: text }, { requiredKeys: [] })
      .map((each) => JSON.stringify(each)),
  );
  await fc.assert(
    fc.asyncProperty(query, headers, asked, async (query, headers, body) => {
      await expectDecent(`/api/onboarding-checks?${query}`, { method: 'POST', headers, body });
    }),
    { numRuns: 100 },
  );
});

test('writes of what is expected', async () => {
  const entry = fc.oneof(
    body,
    fc
      .record({ name: text, customer: text, note: text, dueAt: text }, { requiredKeys: [] })
      .map((each) => JSON.stringify(each)),
  );
  const writes = fc.oneof(
    fc.record({ method: fc.constant('PUT'), headers, body: entry }),
    fc.record({ method: fc.constant('DELETE'), headers }),
  );
  await fc.assert(
    fc.asyncProperty(id, query, writes, async (id, query, init) => {
      await expectDecent(`/api/expected-subscriptions/${encode(id)}?${query}`, init);
    }),
    { numRuns: 200 },
  );
});

test('writes of the partner link', async () => {
  const partner = fc.constantFrom('4242424', '4343434', '1');
  const named = fc.record(
    { partnerId: fc.oneof(partner, text), confirm: fc.oneof(partner, text), override: nearMisses },
    { requiredKeys: [] },
  );
  const asked = fc.oneof(
    query,
    named.map((each) => new URLSearchParams(each).toString()),
  );
  const given = fc.oneof(
    body,
    fc.record({ partnerId: fc.oneof(partner, text) }).map((each) => JSON.stringify(each)),
  );
  const tags = fc.oneof(headers, fc.constant({ 'if-match': '*' }));
  const writes = fc.oneof(
    fc.record({ method: fc.constant('PUT'), headers: tags, body: given }),
    fc.record({ method: fc.constant('DELETE'), headers: tags }),
  );
  await fc.assert(
    fc.asyncProperty(asked, writes, async (asked, init) => {
      await expectDecent(`/api/partner-link?${asked}`, init);
    }),
    { numRuns: 150 },
  );
});

test('dead letters once more', async () => {
  await fc.assert(
    fc.asyncProperty(id, query, body, async (id, query, body) => {
      await expectDecent(`/api/notifications/${encode(id)}/resend?${query}`, { method: 'POST', body });
    }),
    { numRuns: 50 },
  );
});

const authorizations = fc.array(
  fc.oneof(fc.jsonValue(), fc.record({ principalId: id, roleDefinitionId: id }, { requiredKeys: [] })),
);
const template = fc
  .record(
    { template: fc.jsonValue(), parameters: fc.jsonValue(), authorizations, resources: authorizations },
    { requiredKeys: [] },
  )
  .map((each) => JSON.stringify(each));

test('template checks', async () => {
  await fc.assert(
    fc.asyncProperty(headers, fc.oneof(body, template), async (headers, body) => {
      await expectDecent('/api/onboarding-template-checks', { method: 'POST', headers, body });
    }),
    { numRuns: 100 },
  );
});

async function expectDecent(url: string, init: RequestInit): Promise<void> {
  const answer = await served.call(url, { ...init, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  expect(answer.status).toBeLessThan(500);
  if (answer.status < 400) return;
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const { code, status } = problemShape.parse(answer.json);
  expect(PROBLEMS).toHaveProperty(code);
  expect(status).toBe(answer.status);
}

/** Lone surrogates, which encodeURIComponent refuses, become the sign for what cannot be shown. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}
