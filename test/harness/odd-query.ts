// Queries as nobody should send them, and some that are quite right.
import fc from 'fast-check';
import { KNOWN_ID, oddId, oddText } from './odd-text.ts';
import { OPERATIONS, type DescribedOperation, type ParameterOfDocument } from './openapi.ts';

const RAW_PAIRS =
  '% %zz=1 && =x top top= top=%ff %74op=1 +top=1 ; a[]=1 a=b=c ? top=1;top=2 top=1&top=2'.split(' ');
const EVERY_NAME = [...new Set(OPERATIONS.flatMap(ofQuery).map(({ name }) => name))];
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  month: ['2024-02', '2026-01', '2031-12'],
  top: ['1', '2', '1000'],
  from: ['2024-02-29', '2026-01-01T00:00:00Z'],
  to: ['2031-01-01', '2026-01-01T00:00:00+02:00'],
  identity: ['default'],
  subscriptionId: [KNOWN_ID],
  partnerId: ['4242424'],
  confirm: ['4242424'],
};

/** Lone surrogates, which encodeURIComponent refuses, become the sign for what cannot be shown. */
export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function ofQuery({ parameters = [] }: DescribedOperation): ParameterOfDocument[] {
  return parameters.filter((each) => each.in === 'query');
}

export function oddQuery(operation: DescribedOperation): fc.Arbitrary<string> {
  const own = ofQuery(operation);
  const right = own.flatMap((each) => rightPairs(each));
  // Without it nothing else is looked at.
  const needed = own.filter(({ required }) => required).map((each) => rightPairs(each)[0] ?? '');
  const rightPair = right.length > 0 ? fc.constantFrom(...right) : fc.constantFrom('code=x', 'clientId=x');
  const query = fc.oneof(
    { weight: 3, arbitrary: fc.constant(needed) },
    {
      weight: 3,
      arbitrary: fc.uniqueArray(rightPair, { maxLength: 3, selector: nameOf }).map(withThese(needed)),
    },
    { weight: 4, arbitrary: fc.array(oddPair(own), { maxLength: 4 }) },
  );
  if (operation.operationId !== 'reconcile') return query.map((pairs) => pairs.join('&'));
  // Real runs are rare: each one reads the whole world.
  return fc
    .tuple(query, fc.nat(25))
    .map(([pairs, chance]) => (chance === 0 ? pairs : ['dryRun=true', ...pairs]).join('&'));
}

function oddPair(own: readonly ParameterOfDocument[]): fc.Arbitrary<string> {
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...own.map(({ name }) => name), 'code', 'clientId') },
    { weight: 1, arbitrary: fc.constantFrom(...EVERY_NAME, 'Code', '__proto__') },
    { weight: 1, arbitrary: oddText },
  );
  const pair = fc
    .tuple(name, fc.oneof(oddText, oddId))
    .map(([key, text]) => `${encode(key)}=${encode(text)}`);
  return fc.oneof({ weight: 9, arbitrary: pair }, { weight: 1, arbitrary: fc.constantFrom(...RAW_PAIRS) });
}

function rightPairs({ name, schema }: ParameterOfDocument): string[] {
  const { enum: words = [], type } = (schema ?? {}) as { enum?: string[]; type?: string };
  const values = RIGHT[name] ?? (type === 'boolean' ? ['true'] : words);
  return values.map((value) => `${name}=${encode(value)}`);
}

function nameOf(pair: string): string {
  return pair.split('=')[0] ?? '';
}

function withThese(needed: readonly string[]): (pairs: string[]) => string[] {
  return (pairs) => [...needed.filter((each) => !pairs.map(nameOf).includes(nameOf(each))), ...pairs];
}
