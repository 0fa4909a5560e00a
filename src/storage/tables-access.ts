// The few calls to the table service that the Tables store stands on, each with its limits and with failures mapped.
import { TableClient, type TableServiceClientOptions, type TransactionAction } from '@azure/data-tables';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import type { Clock } from '../ports/clock.ts';
import { StoreUnavailable } from '../ports/store.ts';
import type { Properties } from './tables-entity.ts';
import type { TablesFailure } from './tables-failure.ts';
import { askTables, LIMITS, type Limits, type Question } from './tables-patience.ts';

export interface TablesOptions {
  tableName: string;
  /** A service URL and a credential, or a connection string: of Azurite, whose key is public. */
  service: { url: string; credential: TokenCredential } | { connectionString: string };
  clock: Clock;
  /** For tests; the network by default. */
  httpClient?: HttpClient | undefined;
  /** For tests. */
  limits?: Limits;
}

export interface Entity {
  partitionKey: string;
  rowKey: string;
  properties: Properties;
}

export interface Found {
  rowKey: string;
  etag: string;
  properties: unknown;
}

/** Every call throws StoreUnavailable. Keys are this store's own: letters, digits, `-` and `.`, never data. */
export interface TablesAccess {
  get(partitionKey: string, rowKey: string): Promise<Found | undefined>;
  /** All of a partition with few entities. */
  list(partitionKey: string): Promise<Found[]>;
  /** Row keys of a partition, a thousand at a time at most. */
  listKeys(partitionKey: string): AsyncGenerator<string[]>;
  /** Some row keys of a partition whose number is below that; at most so many, and more may be left. */
  listBelow(partitionKey: string, property: string, below: number, most: number): Promise<string[]>;
  /** @returns false where there is one of these keys */
  insert(entity: Entity): Promise<boolean>;
  /** @returns false where it is not the one of that ETag any more */
  replace(entity: Entity, etag: string): Promise<boolean>;
  /** Up to 100 of one partition with 4 MiB: all of them or none. Writing the same again does no harm. */
  put(entities: readonly Entity[]): Promise<void>;
  /** @returns false where it is not the one of that ETag any more */
  remove(partitionKey: string, rowKey: string, etag: string): Promise<boolean>;
  /** For leftovers, which may as well stay: asks once and never throws. */
  discard(partitionKey: string, rowKeys: readonly string[]): Promise<void>;
}

const BATCH = 100;

/** Calls nothing yet. */
export function openTables({
  tableName,
  service,
  clock,
  httpClient,
  limits = LIMITS,
}: TablesOptions): TablesAccess {
  const client = createClient(tableName, service, httpClient);

  const ask = <T>(question: Question<T>): Promise<T> => askTables(question, clock, limits);

  /** Only a write needs the table: until there was one, everything is simply not there. */
  async function write<T>(question: Question<T | 'no table'>): Promise<T> {
    const withoutTable = (failure: TablesFailure) =>
      failure.code === 'TableNotFound' ? { value: 'no table' as const } : question.answer?.(failure);
    const first = await ask({ ...question, answer: withoutTable });
    if (first !== 'no table') return first;
    await ask({ what: 'create the table', attempt: (abortSignal) => client.createTable({ abortSignal }) });
    const second = await ask({ ...question, answer: withoutTable });
    if (second !== 'no table') return second;
    throw new StoreUnavailable(`The table service has created the table, and does not find it.`);
  }

  async function submit(actions: TransactionAction[], abortSignal: AbortSignal): Promise<void> {
    await client.submitTransaction(actions, { abortSignal });
  }

  return {
    get: (partitionKey, rowKey) =>
      ask<Found | undefined>({
        what: 'read an entity',
        attempt: async (abortSignal) =>
          toFound(await client.getEntity(partitionKey, rowKey, { abortSignal })),
        answer: (failure) => (isNotThere(failure) ? { value: undefined } : undefined),
      }),

    async list(partitionKey) {
      const all: Found[] = [];
      for await (const page of pages(partitionKey)) all.push(...page.map(toFound));
      return all;
    },

    async *listKeys(partitionKey) {
      for await (const page of pages(partitionKey, { select: ['RowKey'] }))
        yield page.map(({ rowKey }) => rowKey ?? '');
    },

    async listBelow(partitionKey, property, below, most) {
      const wanted = { select: ['RowKey'], and: `${property} lt ${below}`, size: most };
      for await (const page of pages(partitionKey, wanted)) return page.map(({ rowKey }) => rowKey ?? '');
      return [];
    },

    insert: ({ partitionKey, rowKey, properties }) =>
      write({
        what: 'insert an entity',
        attempt: async (abortSignal) => {
          await client.createEntity({ partitionKey, rowKey, ...properties }, { abortSignal });
          return true;
        },
        answer: ({ code }) => (code === 'EntityAlreadyExists' ? { value: false } : undefined),
      }),

    replace: ({ partitionKey, rowKey, properties }, etag) =>
      ask({
        what: 'change an entity',
        attempt: async (abortSignal) => {
          await client.updateEntity({ partitionKey, rowKey, ...properties }, 'Replace', {
            etag,
            abortSignal,
          });
          return true;
        },
        answer: (failure) => (failure.status === 412 || isNotThere(failure) ? { value: false } : undefined),
      }),

    remove: (partitionKey, rowKey, etag) =>
      ask({
        what: 'remove an entity',
        attempt: async (abortSignal) => {
          await client.deleteEntity(partitionKey, rowKey, { etag, abortSignal });
          return true;
        },
        answer: (failure) => (failure.status === 412 || isNotThere(failure) ? { value: false } : undefined),
      }),

    put: (entities) =>
      write<void>({
        what: 'write entities',
        attempt: (abortSignal) =>
          submit(
            entities.map(({ properties, ...keys }) => ['upsert', { ...keys, ...properties }, 'Replace']),
            abortSignal,
          ),
      }),

    async discard(partitionKey, rowKeys) {
      for (let at = 0; at < rowKeys.length; at += BATCH) {
        const some = rowKeys.slice(at, at + BATCH);
        const once = { what: 'delete entities', tries: 1 };
        try {
          await ask({
            ...once,
            attempt: (abortSignal) =>
              submit(
                some.map((rowKey) => ['delete', { partitionKey, rowKey }]),
                abortSignal,
              ),
          });
        } catch {
          // One that is gone already makes the batch fail as a whole.
          for (const rowKey of some)
            await ask({
              ...once,
              attempt: async (abortSignal) => {
                await client.deleteEntity(partitionKey, rowKey, { abortSignal });
              },
              answer: ({ status }) => (status === 404 ? { value: undefined } : undefined),
            }).catch(() => undefined);
        }
      }
    },
  };

  async function* pages(
    partitionKey: string,
    { select, and, size = 1000 }: { select?: string[]; and?: string; size?: number } = {},
  ) {
    let continuationToken: string | undefined;
    do {
      const page = await ask({
        what: 'list entities',
        attempt: async (abortSignal) => {
          const filter = `PartitionKey eq '${partitionKey}'${and === undefined ? '' : ` and ${and}`}`;
          // The SDK takes any other 200, of a proxy say, for an empty one.
          let isListing = false;
          const onResponse = ({ parsedBody }: { parsedBody?: unknown }) => {
            isListing = listingSchema.safeParse(parsedBody).success;
          };
          const listing = client
            .listEntities({ queryOptions: { filter, ...(select && { select }) }, abortSignal, onResponse })
            .byPage({ maxPageSize: size, ...(continuationToken !== undefined && { continuationToken }) });
          for await (const entities of listing) if (isListing) return entities;
          throw new Error('The answer is no listing');
        },
        answer: ({ code }) => (code === 'TableNotFound' ? { value: undefined } : undefined),
      });
      if (page) yield [...page];
      continuationToken = page?.continuationToken;
    } while (continuationToken !== undefined);
  }
}

function createClient(
  tableName: string,
  service: TablesOptions['service'],
  httpClient: HttpClient | undefined,
): TableClient {
  const options: TableServiceClientOptions = {
    retryOptions: { maxRetries: 0 },
    ...(httpClient && { httpClient }),
  };
  return 'connectionString' in service
    ? TableClient.fromConnectionString(service.connectionString, tableName, {
        ...options,
        allowInsecureConnection: true,
      })
    : new TableClient(service.url, tableName, service.credential, options);
}

const listingSchema = z.object({ value: z.array(z.unknown()) });

/** By its code: a 404 of anything between us and the service says nothing about the entity. */
function isNotThere({ code }: TablesFailure): boolean {
  return code === 'ResourceNotFound' || code === 'TableNotFound';
}

function toFound(entity: { rowKey?: string; etag?: string }): Found {
  return { rowKey: entity.rowKey ?? '', etag: entity.etag ?? '', properties: entity };
}
