// Texts that are nearly right, and texts that nobody should send, for properties over whatever is sent.
import fc from 'fast-check';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';

/** The first one of every fleet, whatever its size. */
export const [KNOWN_ID = ''] = fleetWorld({ subscriptions: 1 }).expected.keys();

const NEARLY = [
  ...'default true false json csv html arm bicep pec removed missing resourceGroup'.split(' '),
  ...'0 1 2 1000 1001 -1 1e3 NaN 007 4242424 99999999999999999999'.split(' '),
  ...'2024-02 9999-12 0000-01 2024-02-30 2024-02-29 2024-02-29T12:00:00Z +010000-01-01T00:00:00Z'.split(' '),
  ...`[] [{}] {"a": [1e999] [{"principalId":"${KNOWN_ID}","roleDefinitionId":"${KNOWN_ID}"}]`.split(' '),
  ...`${KNOWN_ID} {${KNOWN_ID}} ${KNOWN_ID.toUpperCase()} 00000000-0000-0000-0000-000000000000`.split(' '),
  ...['{"list":"runs","source":0}', '[null]'].map((token) => Buffer.from(token).toString('base64url')),
];

const ODD = [
  ...'% %00 \0 \u{feff} \u{202e} \u{1f600} \ud800 é e\u0301 null undefined ${7*7} * , ; " =cmd() <script>'.split(
    ' ',
  ),
  ...'__proto__ constructor toString hasOwnProperty ../../etc/passwd ..\\..'.split(' '),
  ...String.raw`[object|' or 1=1 --|\u0000`.split('|'),
  '',
  ' ',
  '\r\n',
  '\t',
];

/** Any characters at all, halves of them too. */
const anything = fc
  .array(fc.oneof(fc.nat(0xff), fc.nat(0xffff), fc.nat(0x10ffff)), { maxLength: 20 })
  .map((codes) => codes.map((code) => String.fromCodePoint(code)).join(''));

/** Rarely a very long one. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...NEARLY) },
  { weight: 6, arbitrary: fc.constantFrom(...ODD) },
  { weight: 3, arbitrary: anything },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 12_000 }).map((length) => 'x'.repeat(length)) },
);

/** Stands for the id of a run, which only a run can tell. */
export const A_RUN = 'the-id-of-a-run';

/** One that exists, one that nobody knows, or no id at all. */
export const oddId: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(KNOWN_ID, KNOWN_ID.toUpperCase()) },
  { weight: 1, arbitrary: fc.constant(A_RUN) },
  { weight: 2, arbitrary: fc.uuid() },
  { weight: 2, arbitrary: oddText },
);
