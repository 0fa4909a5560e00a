// Whether Keeper could do its work now: a token for each identity, the store, and a last run that is not too old.
import { AzureFailure } from '../ports/azure.ts';
import { startDeadline } from '../ports/deadline.ts';
import { StoreUnavailable, type StateStore } from '../ports/store.ts';
import type { Keeper } from './keeper.ts';
import { isStale } from './read-status.ts';

/** One part that is not ready: `STORE` or `identity NAME`. */
export interface Unready {
  part: string;
  /** A sentence. */
  detail: string;
}

const TOKEN_LIMIT_MS = 10_000;

/**
 * What is not ready; empty where everything is. It asks Entra for a token of each identity, and the store.
 * @param intervalMs between two runs by the schedule
 */
export async function checkReady(
  keepers: readonly Keeper[],
  store: StateStore,
  intervalMs: number,
): Promise<Unready[]> {
  const storeDetail = await ask(() => store.check());
  const identities = await Promise.all(
    keepers.map(async (keeper) => {
      const detail = (await tokenProblem(keeper)) ?? (await ageProblem(keeper, intervalMs));
      return detail === undefined ? [] : [{ part: `identity ${keeper.identity.name}`, detail }];
    }),
  );
  return [
    ...(storeDetail === undefined ? [] : [{ part: 'STORE', detail: storeDetail }]),
    ...identities.flat(),
  ];
}

async function tokenProblem({ azure, clock, identity, store }: Keeper): Promise<string | undefined> {
  const deadline = startDeadline(TOKEN_LIMIT_MS, clock);
  try {
    const { principalId } = await azure.openSession(deadline);
    const expected = identity.principalId ?? (await store.readIdentity(identity.name))?.principalId;
    if (expected === undefined || expected === principalId) return undefined;
    return 'The token is for another principal than this identity is known as; runs fail until PRINCIPAL_ID (in IDENTITIES principalId) accepts it.';
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    if (!(error instanceof AzureFailure)) throw error;
    // The check is anonymous: the code tells enough, the words of Entra are for the log and the runs.
    return `No token could be obtained (${error.code}).`;
  } finally {
    deadline.end();
  }
}

async function ageProblem(
  { store, identity, clock }: Keeper,
  intervalMs: number,
): Promise<string | undefined> {
  try {
    const record = await store.readIdentity(identity.name);
    if (!isStale(record, intervalMs, clock.now())) return undefined;
    const since = record?.observedAt ?? record?.firstRunAt;
    return `No run has come through since ${since}, longer than twice the schedule's interval.`;
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  }
}

async function ask(check: () => Promise<void>): Promise<string | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (error instanceof StoreUnavailable) return 'The store could not be read and written.';
    throw error;
  }
}
