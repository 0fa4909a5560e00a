// GET /dashboard: what it takes, and the page with the headers that keep it to itself.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { parameters, parseQuery } from './query.ts';

const { recognition, tenantId, finding, identity, top, skipToken } = parameters;
export const dashboardQuery = { recognition, tenantId, finding, identity, top, skipToken };

/** @throws HttpProblem invalid-request */
export function parseDashboardQuery(request: HttpRequest, identityNames: readonly string[]) {
  return parseQuery(request, dashboardQuery, identityNames);
}

export interface PageAddress {
  /** What each link of the page must hold on to. */
  kept: Record<string, string>;
  /** The address ends with a slash, which the host does not mind. */
  isFolder: boolean;
}

/** The host makes keys of 56 characters; whoever makes longer ones himself sends them in the header. */
const LONGEST_KEY = 100;

/**
 * A browser that opened the page with a function key in its query is refused at the next link without it, and sends no
 * header. So the key is kept in the page's own links, and only there: it came with the very address of the page, which
 * is stored nowhere (no-store) and told nobody (no-referrer). Where the host asks for no key there is nothing to keep.
 */
export function pageAddress(request: HttpRequest, keysCount: boolean): PageAddress {
  const { pathname, searchParams } = new URL(request.url);
  const code = keysCount ? searchParams.get('code') : null;
  return {
    kept: code === null || code.length > LONGEST_KEY ? {} : { code },
    isFolder: pathname.endsWith('/'),
  };
}

/** @param policy the Content-Security-Policy of the page */
export function dashboardAnswer(html: string, policy: string): HttpResponseInit {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // Names of customers, ages that are true now alone, and perhaps a key in the links.
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: html,
  };
}
