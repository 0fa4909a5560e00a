// The options of a keeper with several identities: principals of the providers' world, by the names that stand there.
import { PROVIDERS, providersWorld, type ProviderName } from '../../local/cloud/worlds/providers.ts';
import { expect } from 'vitest';
import type { Answer, Served } from './host.ts';
import { settingsOver, type Environment, type KeeperOptions } from './keeper.ts';
import { runsShape, subscriptionsShape, type RunJson, type SubscriptionJson } from './shapes.ts';

export const NAMES = Object.keys(PROVIDERS) as ProviderName[];

/** In place of the single settings, which are taken away. */
export function severalSettings(names: readonly ProviderName[] = NAMES): Environment {
  const entries = names.map((name) => {
    const { tenantId, clientId, partnerId } = PROVIDERS[name];
    return { name, tenantId, clientId, partnerId, credential: 'simulator' };
  });
  return {
    PROVIDER_TENANT_ID: undefined,
    CLIENT_ID: undefined,
    PARTNER_ID: undefined,
    CREDENTIAL: undefined,
    IDENTITIES: JSON.stringify(entries),
  };
}

/** @param settings over those of the identities */
export function several<Options extends KeeperOptions>(
  options: Options,
  names: readonly ProviderName[] = NAMES,
): Options {
  return {
    ...options,
    cloud: { world: providersWorld(), ...options.cloud },
    settings: settingsOver(severalSettings(names), options.settings),
  };
}

/** For a fault that hits one identity alone. */
export function only(name: ProviderName): { clientId: string } {
  return { clientId: PROVIDERS[name].clientId };
}

/** What a list of the API holds, the first page of it. */
export async function list<Item>(
  { call }: Served,
  path: string,
  shape: { parse: (json: unknown) => { value: Item[] } },
): Promise<Item[]> {
  const answer = await call(`/api/${path}`);
  expect(answer.status).toBe(200);
  return shape.parse(answer.json).value;
}

export async function rowsAt(served: Served, query = ''): Promise<SubscriptionJson[]> {
  return list(served, `subscriptions${query}`, subscriptionsShape);
}

export function runsOf(answer: Answer): RunJson[] {
  expect(answer.status).toBe(200);
  return runsShape.parse(answer.json).value;
}

/** Recognitions by identity: of several rows of one, the last. */
export function wordsBy(rows: readonly { identity: string; recognition: string }[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [row.identity, row.recognition]));
}
