// An onboarding check that is held up in the middle, for stories about what others see meanwhile.
import type { startChecks } from './check-story.ts';
import { waitFor } from './wait-for.ts';

/** The check asks for the link once more before it knows, and has all its other answers long before. */
export function slowCheck({
  cloud,
  clock,
  check,
  later,
}: Pick<Awaited<ReturnType<typeof startChecks>>, 'cloud' | 'clock' | 'check' | 'later'>) {
  const answered = (operation: string) => cloud.calls()[operation] ?? 0;
  const waits = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let isHeldUp = false;
  Object.assign(clock, {
    wait: async () => {
      if (!isHeldUp) return;
      isHeldUp = false;
      waits.resolve();
      await gate.promise;
    },
  });
  return async (n = 1, lastQuestion = 'subscriptions.get') => {
    later();
    isHeldUp = true;
    cloud.addFault({ kind: 'status', status: 503, operation: 'partners.get', times: 1 });
    const before = answered(lastQuestion);
    const checking = check(n);
    await waits.promise;
    await waitFor('all else to be answered', () => answered(lastQuestion) > before);
    later();
    return {
      end: async () => {
        later();
        gate.resolve();
        return checking;
      },
    };
  };
}
