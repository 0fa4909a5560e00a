// Keeps a change to the space that it is for: what lies in another one is never looked for there, and its record would
// be read as one of another kind.
import { checksSpace, deliverySpace, EXPECTED_SPACE, type Change } from '../ports/store.ts';

const DELIVERY_PREFIX = deliverySpace('');
const CHECKS_PREFIX = checksSpace('');

type SpaceKind = 'identity' | 'expected' | 'delivery' | 'checks';

const KINDS_OF_PART = {
  identity: ['identity'],
  putRows: ['identity'],
  deleteRows: ['identity'],
  words: ['identity', 'checks'],
  expectedOutbox: ['expected'],
  putExpected: ['expected'],
  deleteExpected: ['expected'],
  delivery: ['delivery'],
  checks: ['checks'],
  putChecked: ['checks'],
  deleteChecked: ['checks'],
} satisfies Partial<Record<keyof Change, readonly SpaceKind[]>>;

/** @throws RangeError where a part of the change belongs to another space */
export function assertOfSpace(space: string, change: Change): void {
  const kind = kindOf(space);
  for (const [part, kinds] of Object.entries<readonly SpaceKind[]>(KINDS_OF_PART))
    if (!kinds.includes(kind) && change[part as keyof typeof KINDS_OF_PART] !== undefined)
      throw new RangeError(
        `A change of the space '${space}' cannot have '${part}', which is for another one`,
      );
}

function kindOf(space: string): SpaceKind {
  if (space === EXPECTED_SPACE) return 'expected';
  if (space.startsWith(CHECKS_PREFIX)) return 'checks';
  return space.startsWith(DELIVERY_PREFIX) ? 'delivery' : 'identity';
}
