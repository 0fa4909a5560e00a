// Whatever is sent, to every route: no 5xx, no hanging, and every refusal of a handler is problem+json with a code that
// docs/openapi.json tells for that operation.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';
import { serveKeeper } from '../harness/host.ts';
import { oddRequest } from '../harness/odd-request.ts';
import { A_RUN } from '../harness/odd-text.ts';
import { answered, expectDescribed, findOperation, OPERATIONS } from '../harness/openapi.ts';
import { rawCaller, type RawCaller, type RawRequest } from '../harness/raw-call.ts';
import { runsOf } from '../harness/several.ts';
import { wholeFile } from '../harness/whole-file.ts';

const REQUESTS = 20_000;
/** On the way together, over fewer connections: the slow ones hold up no other. */
const TOGETHER = 100;
const CONNECTIONS = 20;
const DEADLINE_MS = 60_000;

const file = wholeFile();

let caller: RawCaller;
let runId: string;
beforeAll(async () => {
  const { world } = fleetWorld({ subscriptions: 5 });
  const served = await serveKeeper(file, { cloud: { world } });
  runId = runsOf(await served.post('/api/reconciliations'))[0]?.id ?? '';
  caller = rawCaller(served.host.url, { connections: CONNECTIONS, deadlineMs: DEADLINE_MS });
  file.onTestFinished(() => caller.close());
});

test('20,000 odd requests are each answered, and none with a 5xx', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(oddRequest, { minLength: TOGETHER, maxLength: TOGETHER }), async (requests) => {
      await Promise.all(requests.map(expectDecent));
    }),
    { numRuns: REQUESTS / TOGETHER },
  );

  // Each operation was reached, and did what it is for; but of a dead letter there is none.
  const served = [...answered].filter((each) => / 20\d\b/.test(each)).map((each) => each.split(' ')[0] ?? '');
  const never = OPERATIONS.map(({ operationId }) => operationId).filter((name) => !served.includes(name));
  expect(never).toEqual(['resendNotification']);
}, 300_000);

async function expectDecent(sent: RawRequest): Promise<void> {
  const { method } = sent;
  const target = sent.target.replaceAll(A_RUN, runId);
  const answer = await caller.call({ ...sent, target });
  expect(answer.status).toBeLessThan(500);
  expectDescribed(method, target, answer);
  if (answer.text === '' && answer.status >= 400) expectNoHandler(method, target, answer.status);
}

/** The host's own refusals alone are empty: of what is no operation, and of headers and an address that are too long. */
function expectNoHandler(method: string, target: string, status: number): void {
  if (status === 431) return;
  expect(status).toBe(404);
  const [path = ''] = target.split('?');
  expect(findOperation(method, path.replace(/^\/api/i, ''))).toBe(undefined);
}
