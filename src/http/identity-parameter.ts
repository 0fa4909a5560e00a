// `?identity=`: which of the configured identities is meant.
import * as z from 'zod';
import { HttpProblem } from './problem.ts';
import { invalidRequest, oneOfNames } from './query.ts';

/**
 * The named one, or all.
 * @param place where the name stands
 * @throws HttpProblem invalid-request where it is not one of ours
 */
export function chosenIdentities(
  names: readonly string[],
  identity: string | undefined,
  place: { parameter: string } | { pointer: string } = { parameter: 'identity' },
): readonly string[] {
  if (identity === undefined) return names;
  if (names.includes(identity)) return [identity];
  throw invalidRequest([{ ...place, detail: oneOfNames(names) }]);
}

/** The one that a call about a single subscription means. @throws HttpProblem where it does not say which of several */
export function oneIdentity(names: readonly string[], identity: string | undefined): string {
  const [name, second] = chosenIdentities(names, identity);
  if (name !== undefined && second === undefined) return name;
  throw new HttpProblem('identity-required', `Say which identity is meant: ${names.join(', ')}.`, [
    { parameter: 'identity', detail: oneOfNames(names) },
  ]);
}

/** `identity` in a body, for the schema of a request: so an unknown one is named with whatever else is wrong there. */
export function identityAmong(names: readonly string[]) {
  return z
    .string('must be a string')
    .refine((name) => names.includes(name), oneOfNames(names))
    .optional();
}
