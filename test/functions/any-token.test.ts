// Whatever stands in the place of a token: 401 and nothing else, unless it is one that Entra signed for us.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { AUDIENCE, CALLER_ID, serveTokens, sign, TENANT, type TokenServed } from '../harness/tokens.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

let served: TokenServed;
let good: string;
beforeAll(async () => {
  served = await serveTokens(file);
  good = await served.token();
});

/** What a header may hold (RFC 9110 §5.5) and fetch sends. */
const visible = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  maxLength: 200,
});
const base64url = fc
  .base64String({ maxLength: 300 })
  .map((text) => Buffer.from(text, 'base64').toString('base64url'));
const part = fc.oneof(
  base64url,
  fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text).toString('base64url')),
  fc.constant(Buffer.from('{"alg":"RS256","kid":"entra-1"}').toString('base64url')),
);
const parts = fc.array(part, { minLength: 1, maxLength: 5 }).map((each) => each.join('.'));

test('anything at all, in either header', async () => {
  const scheme = fc.constantFrom('Bearer ', 'bearer ', 'Basic ', '');
  const name = fc.constantFrom('authorization', 'x-ms-token-aad-access-token', 'x-ms-client-principal');
  await fc.assert(
    fc.asyncProperty(name, scheme, fc.oneof(visible, parts), async (name, scheme, text) => {
      await expect401({ [name]: scheme + text });
    }),
    { numRuns: 200 },
  );
});

test('a good token with one byte of what it says changed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(2), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, at, by) => {
      const all = good.split('.').map((each) => Buffer.from(each, 'base64url'));
      const changed = all[which] ?? Buffer.alloc(1);
      const index = at % changed.length;
      changed[index] = (changed[index] ?? 0) ^ by;

      await expect401({ authorization: `Bearer ${all.map((each) => each.toString('base64url')).join('.')}` });
    }),
    { numRuns: 100 },
  );
});

test('a signed one with anything in the place of a claim that counts', async () => {
  const claim = fc.constantFrom('iss', 'aud', 'tid', 'oid', 'exp');
  await fc.assert(
    fc.asyncProperty(claim, fc.jsonValue({ maxDepth: 2 }), async (name, value) => {
      fc.pre(!isRight(name, value));
      const claims = { ...served.claims(), [name]: value } as never;

      await expect401({ authorization: `Bearer ${await sign(claims, served.key)}` });
    }),
    { numRuns: 200 },
  );
});

test('a signed one with anything in the place of its roles is forbidden, and nothing worse', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 2 }), async (roles) => {
      const token = await served.token({ roles });

      expect((await served.callWith(token)).status).toBe(403);
    }),
    { numRuns: 50 },
  );
});

async function expect401(headers: Record<string, string>): Promise<void> {
  const answer = await served.call('/api/status', { headers });
  expect(answer.status).toBe(401);
  expect(answer.json).toMatchObject({ code: 'unauthenticated' });
}

function isRight(name: string, value: unknown): boolean {
  if (name === 'exp') return typeof value === 'number' && value > served.clock.now().getTime() / 1000 - 60;
  return [AUDIENCE, TENANT, CALLER_ID].includes(JSON.stringify(value).replaceAll(/["[\]]/g, ''));
}
