// The links of the dashboard: queries of its own route, and other routes beside it. All are relative, so that they lead
// wherever the page itself came from.
import type { Filters } from '../domain/dashboard/line.ts';
import { escapeHtml } from './escape-html.ts';

export interface Query extends Filters {
  identity?: string | undefined;
  top?: number | undefined;
  skipToken?: string | undefined;
}

/** Each gives the value of an href, escaped. */
export interface Links {
  /** The dashboard with this query. */
  page: (query: Query) => string;
  /** Another route below /api: its path without a leading slash. */
  route: (path: string, query?: Readonly<Record<string, string | undefined>>) => string;
}

/**
 * @param kept what each link must hold on to: the function key that the page itself was opened with, else the next page
 * would be refused
 * @param isFolder whether the page's own address ended with a slash
 */
export function createLinks(kept: Readonly<Record<string, string>>, isFolder: boolean): Links {
  const write = (path: string, query: Readonly<Record<string, string | undefined>>) => {
    const given = Object.entries({ ...query, ...kept }).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    );
    const text = new URLSearchParams(given).toString();
    return escapeHtml(`${path}${text === '' && path !== '' ? '' : '?'}${text}`);
  };
  return {
    page: ({ top, ...query }) => write('', { ...query, top: top?.toString() }),
    route: (path, query = {}) => write(`${isFolder ? '../' : ''}${path}`, query),
  };
}
