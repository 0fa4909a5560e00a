// The place where a page of a list ended, as an opaque word. It comes back from outside, so it is checked.
import * as z from 'zod';
import { InvalidPageToken } from '../ports/store.ts';

const schema = z.strictObject({
  list: z.enum(['rows', 'runs', 'events', 'words', 'expected']),
  /** Key of the last item that was given out. */
  key: z.string(),
  /** Folder of the identity that it came from, since two may have the same key. */
  source: z.string(),
});

export type Position = z.infer<typeof schema>;

/** Opaque to callers, safe in a URL. */
export function formatPageToken(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws InvalidPageToken where this store has not given it out for this list */
export function parsePageToken(list: Position['list'], token: string): Position {
  const position = schema.safeParse(parseJson(Buffer.from(token, 'base64url').toString()));
  // Formatting it again catches what the lenient decoder let pass.
  if (!position.success || position.data.list !== list || formatPageToken(position.data) !== token)
    throw new InvalidPageToken(
      `The page token was not given out for this list of ${list}; begin without one.`,
    );
  return position.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
