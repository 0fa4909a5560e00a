// Calls of /api/partner-link as a client makes them: read, take the ETag, write.
import { expect } from 'vitest';
import type { Answer, Served } from './host.ts';
import { eventsOf } from './run-once.ts';
import { linkShape } from './shapes.ts';
import type * as z from 'zod';

export type LinkJson = z.infer<typeof linkShape>;

export interface LinkClient {
  /** The link and its ETag. */
  read: (query?: string) => Promise<{ link: LinkJson; etag: string }>;
  get: (query?: string, headers?: Record<string, string>) => Promise<Answer>;
  put: (partnerId: unknown, etag: string | undefined, query?: string) => Promise<Answer>;
  remove: (query: string, headers?: Record<string, string>) => Promise<Answer>;
  /** PUT with the ETag of a read just before it. */
  set: (partnerId: string, query?: string) => Promise<Answer>;
}

/** @param headers of every call */
export function linkClient({ call }: Pick<Served, 'call'>, headers: Record<string, string> = {}): LinkClient {
  const get: LinkClient['get'] = (query = '', more = {}) =>
    call(`/api/partner-link${query}`, { headers: { ...headers, ...more } });
  const read: LinkClient['read'] = async (query) => {
    const answer = await get(query);
    expect(answer.status).toBe(200);
    return { link: linkShape.parse(answer.json), etag: answer.headers.get('etag') ?? '' };
  };
  const put: LinkClient['put'] = (partnerId, etag, query = '') =>
    call(`/api/partner-link${query}`, {
      method: 'PUT',
      headers: { ...headers, ...(etag !== undefined && { 'if-match': etag }) },
      ...(partnerId !== undefined && { body: JSON.stringify({ partnerId }) }),
    });
  return {
    get,
    read,
    put,
    remove: (query, more = {}) =>
      call(`/api/partner-link${query}`, { method: 'DELETE', headers: { ...headers, ...more } }),
    set: async (partnerId, query) => put(partnerId, (await read()).etag, query),
  };
}

/** Every event about the link, oldest first: type, actor, and what a caller made of it. */
export async function linkEvents({ store }: Pick<Served, 'store'>): Promise<string[]> {
  return (await eventsOf(store))
    .filter(({ type }) => type.startsWith('link.'))
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map(({ type, actor, link }) =>
      [type, actor, link === undefined ? '' : `${link.before.state}>${link.after.state}`].join(' ').trim(),
    );
}

/** The count that an event's id ends with: events of one moment are told apart by it alone. */
function numberOf({ id }: { id: string }): number {
  return Number(id.split('.').at(-1));
}

/** The writes of the link that reached Azure. */
export function linkWrites({ cloud }: Pick<Served, 'cloud'>): string[] {
  return Object.keys(cloud.calls()).filter((operation) => operation.startsWith('partner.'));
}

/** The ids that the link passed through, as the world saw it; null: none. */
export function linkPath({ cloud }: Pick<Served, 'cloud'>): (string | null)[] {
  return cloud.linkHistory().map(({ partnerId }) => partnerId);
}
