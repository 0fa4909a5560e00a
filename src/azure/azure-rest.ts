// Plain requests to ARM and Graph through the Azure REST client: one JSON answer, or all pages of a listing.
import type { Client } from '@azure-rest/core-client';
import * as z from 'zod';
import { AzureFailure } from '../ports/azure.ts';
import { failureOfAnswer } from './azure-failure.ts';
import { askAzure, type Patience } from './patience.ts';

export interface RestContext extends Patience {
  client: Client;
  /** Base URL of the client, https. */
  endpoint: string;
  /** Where set, a nextLink that names it, or http, is taken for one of the endpoint: simulators link to themselves. */
  simulatorUrl?: string | undefined;
}

export interface RestRequest {
  method?: 'GET' | 'POST';
  /** Path with a leading slash, or a full URL of the endpoint. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
}

/** @throws AzureFailure where the answer is no 200 with JSON that the schema takes */
export async function requestJson<T>(
  context: RestContext,
  request: RestRequest,
  schema: z.ZodType<T>,
): Promise<T> {
  return askAzure(context, async (abortSignal) => {
    const resource = context.client.pathUnchecked(request.path);
    const options = {
      abortSignal,
      ...(request.query !== undefined && { queryParameters: request.query }),
      ...(request.body !== undefined && { body: request.body, contentType: 'application/json' }),
    };
    const { status, body, headers } = await (request.method === 'POST'
      ? resource.post(options)
      : resource.get(options));
    if (status !== '200')
      throw failureOfAnswer(
        { status: Number(status), body, header: (name) => headers[name] },
        context.clock.now(),
      );
    // Torn on its way, or some gateway's page: the next answer may be whole. JSON of another shape will not be.
    if (typeof body !== 'object' || body === null)
      throw new AzureFailure('No usable answer came: it was torn or no JSON.', {
        code: 'UnexpectedAnswer',
        status: 200,
        retryable: true,
      });
    return schema.parse(body);
  });
}

/** Enough for 10 million subscriptions; a listing that goes on for longer leads nowhere. */
const MOST_PAGES = 10_000;

export type ListingPage<T> = z.ZodType<{ value: T[]; nextLink?: string | null | undefined }>;

/** A page of a listing. To be made once for many listings: making and compiling it takes longer than reading a page by it. */
export function pageOf<T>(itemSchema: z.ZodType<T>): ListingPage<T> {
  return z.object({ value: z.array(itemSchema), nextLink: z.string().nullish() });
}

/**
 * Every item of a listing, following nextLink to the end. An empty page with a nextLink is not the end.
 * @throws AzureFailure where any page could not be read: half a listing is never given for a whole one
 */
export async function requestAllPages<T>(
  context: RestContext,
  request: RestRequest,
  pageSchema: ListingPage<T>,
): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  for (let next: RestRequest | undefined = request; next !== undefined;) {
    const page: z.infer<ListingPage<T>> = await requestJson(context, next, pageSchema);
    for (const item of page.value) items.push(item);
    next = nextRequest(context, page.nextLink, seen);
  }
  return items;
}

function nextRequest(
  context: RestContext,
  nextLink: string | null | undefined,
  seen: Set<string>,
): RestRequest | undefined {
  if (nextLink === null || nextLink === undefined || nextLink === '') return undefined;
  if (seen.has(nextLink) || seen.size >= MOST_PAGES)
    throw new AzureFailure('The listing goes in a circle: a nextLink led back to an earlier page.', {
      code: 'EndlessListing',
      retryable: false,
    });
  seen.add(nextLink);
  return { path: withinEndpoint(context, nextLink) };
}

/** @throws AzureFailure where it leads away from the endpoint: nobody else is shown a token */
function withinEndpoint({ endpoint, simulatorUrl }: RestContext, nextLink: string): string {
  const base = new URL(endpoint);
  if (!URL.canParse(nextLink, endpoint)) throw wrongNextLink('UnexpectedAnswer', 'is no URL');
  const url = new URL(nextLink, endpoint);
  const ours = simulatorUrl !== undefined && [base.host, new URL(simulatorUrl).host].includes(url.host);
  if (url.origin !== base.origin && !ours)
    throw wrongNextLink('ForeignHost', `leads to ${url.origin}, not to ${base.origin}`);
  return base.origin + url.pathname + url.search;
}

function wrongNextLink(code: string, why: string): AzureFailure {
  return new AzureFailure(`The listing cannot be followed: its nextLink ${why}.`, { code, retryable: false });
}
