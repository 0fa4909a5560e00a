// `?identity=`: which of the configured identities is meant.
import { HttpProblem } from './problem.ts';
import { invalidRequest } from './query.ts';

/** The named one, or all. @throws HttpProblem invalid-request where the name is not one of ours */
export function chosenIdentities(names: readonly string[], identity: string | undefined): readonly string[] {
  if (identity === undefined) return names;
  if (names.includes(identity)) return [identity];
  throw invalidRequest([{ parameter: 'identity', detail: `must be one of: ${names.join(', ')}` }]);
}

/** The one that a call about a single subscription means. @throws HttpProblem where it does not say which of several */
export function oneIdentity(names: readonly string[], identity: string | undefined): string {
  const [name, second] = chosenIdentities(names, identity);
  if (name !== undefined && second === undefined) return name;
  throw new HttpProblem('identity-required', `Say which identity is meant: ${names.join(', ')}.`, [
    { parameter: 'identity', detail: `must be one of: ${names.join(', ')}` },
  ]);
}
