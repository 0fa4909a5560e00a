// Keeps a change to the space that it is for: what lies in another one is never looked for there, and its record would
// be read as one of another kind.
import { deliverySpace, EXPECTED_SPACE, type Change } from '../ports/store.ts';

const DELIVERY_PREFIX = deliverySpace('');

type SpaceKind = 'identity' | 'expected' | 'delivery';

const KIND_OF_PART = {
  identity: 'identity',
  putRows: 'identity',
  deleteRows: 'identity',
  words: 'identity',
  expectedOutbox: 'expected',
  putExpected: 'expected',
  deleteExpected: 'expected',
  delivery: 'delivery',
} satisfies Partial<Record<keyof Change, SpaceKind>>;

/** @throws RangeError where a part of the change belongs to another space */
export function assertOfSpace(space: string, change: Change): void {
  const kind = kindOf(space);
  for (const [part, wanted] of Object.entries(KIND_OF_PART))
    if (wanted !== kind && change[part as keyof typeof KIND_OF_PART] !== undefined)
      throw new RangeError(
        `A change of the space '${space}' cannot have '${part}', which is for another one`,
      );
}

function kindOf(space: string): SpaceKind {
  if (space === EXPECTED_SPACE) return 'expected';
  return space.startsWith(DELIVERY_PREFIX) ? 'delivery' : 'identity';
}
