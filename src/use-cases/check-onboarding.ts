// The onboarding check: is this subscription right, now? Asked live, answered in bounded time, whatever is under way.
import { randomBytes } from 'node:crypto';
import { toCheckId } from '../domain/checked-subscription.ts';
import type { CheckView } from '../domain/judge-check.ts';
import { startDeadline } from '../ports/deadline.ts';
import { StoreUnavailable } from '../ports/store.ts';
import { keepCheck } from './keep-check.ts';
import type { Keeper } from './keeper.ts';
import { lookAtSubscription } from './look-at-subscription.ts';

export interface CheckTimes {
  /** How long Azure may be asked. Default 13 s. */
  azureMs: number;
  /** How long it may take in all but for telling. Default 18 s. */
  allMs: number;
  /** How long the receivers are waited for; what they have not got by then goes on without the caller. Default 1.5 s. */
  tellMs: number;
}

/** Within the 20 s that a portal is promised. */
const TIMES: CheckTimes = { azureMs: 13_000, allMs: 18_000, tellMs: 1500 };

export interface CheckAnswer {
  view: CheckView;
  /** ISO 8601 UTC: when Azure had answered. */
  checkedAt: string;
  /** undefined: asking again makes no sense. */
  retryAfterSeconds: number | undefined;
}

/** @throws StoreUnavailable */
export async function checkOnboarding(
  keeper: Keeper,
  subscriptionId: string,
  times: Partial<CheckTimes> = {},
): Promise<CheckAnswer> {
  const { azureMs, allMs, tellMs } = { ...TIMES, ...times };
  const { answer, events } = await within(allMs, check(keeper, subscriptionId, azureMs, allMs), () => {
    throw new StoreUnavailable('The store did not answer in the time that a check may take.');
  });
  if (events > 0 && keeper.tell !== undefined) await within(tellMs, keeper.tell(), () => undefined);
  return answer;
}

async function check(
  keeper: Keeper,
  subscriptionId: string,
  azureMs: number,
  allMs: number,
): Promise<{ answer: CheckAnswer; events: number }> {
  const { store, clock, identity, logger } = keeper;
  const startedAt = clock.now();
  const record = await store.readIdentity(identity.name);
  const deadline = startDeadline(azureMs, clock);
  const look = await lookAtSubscription(keeper, deadline, subscriptionId, record).finally(() =>
    deadline.end(),
  );
  const checkedAt = clock.now().toISOString();
  const checkId = newCheckId(startedAt);
  const patienceMs = allMs - (Date.parse(checkedAt) - startedAt.getTime());
  const { events, lost, ...kept } = await keepCheck(keeper, {
    checkId,
    subscriptionId,
    look,
    checkedAt,
    patienceMs,
  });
  // The run after it tells nothing again: the alert on losses counts those of this line too.
  logger.info('OnboardingChecked', {
    checkId,
    identity: identity.name,
    subscriptionId,
    recognition: kept.view.recognition,
    events,
    lost,
    calls: Object.values(look.calls).reduce((sum, count) => sum + count, 0),
    durationMs: clock.now().getTime() - startedAt.getTime(),
  });
  return { answer: { ...kept, checkedAt }, events };
}

/** As a run's: sortable by time, unique, fit for a path. */
function newCheckId(startedAt: Date): string {
  const time = startedAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return toCheckId(`${time}Z-${randomBytes(4).toString('hex')}`);
}

/** What is late goes on, unheard. */
async function within<T>(ms: number, work: Promise<T>, otherwise: () => T): Promise<T> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), ms);
  try {
    const first = await Promise.race([work.then((value) => ({ value })), late]);
    if (first !== 'late') return first.value;
    work.catch(() => undefined);
    return otherwise();
  } finally {
    clearTimeout(timer);
  }
}
