// Requests as nobody should send them, to every operation of docs/openapi.json, and to what is none.
import fc from 'fast-check';
import { oddBody } from './odd-body.ts';
import { oddHeaders, oddHeaderValue } from './odd-headers.ts';
import { encode, oddQuery } from './odd-query.ts';
import { oddId } from './odd-text.ts';
import { OPERATIONS, type DescribedOperation } from './openapi.ts';
import type { RawRequest } from './raw-call.ts';

const METHODS = 'GET POST PUT DELETE PATCH HEAD OPTIONS TRACE PROPFIND'.split(' ');

const NO_ROUTES = (
  '/api /api/ / /api//status /api/status// /apistatus /api/nothing /api/subscriptions/a/b/c /api/%2e%2e/status ' +
  '/api/../admin/host/status /api/health/ready/x /api/admin /api/% /api/%ff /API/%73tatus/'
).split(' ');

/** Parts of a path that are escaped in a way of their own. */
const RAW_PARTS = '%00 %ff%fe %2F %252F ..%2f.. % %zz %E2%82 %C0%80 %0d%0a %20 +'.split(' ');

const part = fc.oneof(
  { weight: 9, arbitrary: oddId.map(encode).filter((text) => text !== '' && !/^\.{1,2}$/.test(text)) },
  { weight: 1, arbitrary: fc.constantFrom(...RAW_PARTS) },
);

function pathOf({ path }: DescribedOperation): fc.Arbitrary<string> {
  return fc.tuple(part, fc.nat(40)).map(([filled, oddity]) => {
    const whole = `/api${path.replaceAll(/\{[^}]+\}/g, () => filled)}`;
    if (oddity === 0) return whole.toUpperCase();
    if (oddity === 1) return `${whole}/`;
    if (oddity === 2) return `${whole}//`;
    if (oddity === 3) return whole.replace('s', '%73');
    return whole;
  });
}

/** Mostly those that must be sent, or nothing more is looked at; else one of its own now and then. */
function headersOf({ parameters = [] }: DescribedOperation): fc.Arbitrary<Record<string, string>> {
  const own = parameters.filter((each) => each.in === 'header');
  const right = own.filter(({ required }) => required).map(({ name }) => [name.toLowerCase(), '*']);
  const needed = Object.fromEntries(right) as Record<string, string>;
  return fc.tuple(oddHeaders, oddHeaderValue, fc.nat(11)).map(([odd, value, chance]) => {
    if (chance === 0) return odd;
    const name = own[chance - 1]?.name.toLowerCase();
    return { ...odd, ...needed, ...(name !== undefined && { [name]: value }) };
  });
}

function requestTo(operation: DescribedOperation): fc.Arbitrary<RawRequest> {
  const takesBody = operation.requestBody !== undefined;
  return fc
    .record({
      method: fc.oneof(
        { weight: 19, arbitrary: fc.constant(operation.method) },
        { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
      ),
      target: fc
        .tuple(pathOf(operation), oddQuery(operation))
        .map(([path, query]) => (query === '' ? path : `${path}?${query}`)),
      headers: headersOf(operation),
      // One of 6 without, or one of 6 with.
      body: fc.option(oddBody(operation), { nil: undefined, freq: 5 }),
      chance: fc.nat(15),
    })
    .map(({ body, chance, ...sent }) => {
      const isSent = body !== undefined && (takesBody || chance === 0);
      return isSent ? { ...sent, body, isChunked: takesBody && chance === 1 } : sent;
    });
}

const toNowhere: fc.Arbitrary<RawRequest> = fc.record({
  method: fc.constantFrom(...METHODS),
  target: fc.constantFrom(...NO_ROUTES),
  headers: oddHeaders,
});

/** A body has more ways to be wrong, and what takes no parameters has the fewest. */
function weightOf({ requestBody, parameters = [] }: DescribedOperation): number {
  if (requestBody !== undefined) return 4;
  return parameters.some((each) => each.in !== 'header') ? 2 : 1;
}

export const oddRequest: fc.Arbitrary<RawRequest> = fc.oneof(
  ...OPERATIONS.map((operation) => ({ weight: weightOf(operation), arbitrary: requestTo(operation) })),
  { weight: 2, arbitrary: toNowhere },
);
