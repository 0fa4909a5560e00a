// Headers as nobody should send them.
import fc from 'fast-check';

/** Not `expect`: all but 100-continue is refused by Node and by Kestrel, before any code of ours. */
const NAMES =
  'if-none-match if-match idempotency-key accept content-type x-functions-key authorization x-ms-client-principal ' +
  'x-ms-token-aad-access-token x-forwarded-host x-http-method-override traceparent accept-encoding range cookie ' +
  'content-encoding if-modified-since origin x-odd';

const VALUES = [
  ...'* "" W/"x" "a","b" " ,;, */*;q=0 text/csv text/html application/json;q=9e9 text/csv;q=0.1,*/*'.split(
    ' ',
  ),
  ...'Bearer gzip bytes=0-1 text/plain;charset=utf-16 a=b;c key-1 \xe9\xff'.split(' '),
  ...'Bearer a.b.c|bearer  e30.e30.|Basic Og==|"a", "b"|text/csv; q=0.1, */*'.split('|'),
  'x'.repeat(128),
  'x'.repeat(129),
  '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
];

/** What a header may hold on the wire: a byte each. */
const byte = fc
  .integer({ min: 0x20, max: 0xff })
  .filter((code) => code !== 0x7f)
  .map((code) => String.fromCharCode(code));

export const oddHeaderValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.array(byte, { maxLength: 60 }).map((bytes) => bytes.join('')) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 8000 }).map((length) => 'y'.repeat(length)) },
);

export const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(...NAMES.split(' ')),
  oddHeaderValue,
  { maxKeys: 3, noNullPrototype: true },
);
