// A keeper with a month behind it, in which something of everything happened, served for a browser.
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { subscriptionOf } from '../harness/days.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import type { Cleanup } from '../harness/keeper.ts';
import { runOnce } from '../harness/run-once.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';

/** May 2024, all of it observed but for one day; it is June by now. */
export async function serveMonth(file: Cleanup): Promise<Served> {
  const clock = testClock('2024-04-30T06:17:00.000Z');
  const served = await serveKeeper(file, {
    clock,
    settings: { ROLE_OVERRIDES: '{"4a9ae827-6dc8-4573-8ac7-8239d42aa03f":"yes"}' },
  });
  const { cloud, app } = served;
  const [first, second] = [subscriptionOf(cloud.world, 1), subscriptionOf(cloud.world, 2)];
  const { offers } = first;
  subscriptionOf(cloud.world, 4).displayName =
    'Seewind shipyard with a name that is as long as some customers like them & <b>odd</b>';
  const late = second.offers;
  const story: Record<number, () => void> = {
    0: () => (second.offers = []),
    15: () => (first.offers = []),
    20: () => (first.offers = offers),
    25: () => (second.offers = late),
    35: () => cloud.setLink(DEMO_OTHER_PARTNER_ID),
    36: () => cloud.setLink(DEMO_IDENTITY.partnerId),
  };
  for (let run = 0; run < 33 * 2; run += 1) {
    clock.advance(12 * HOUR);
    story[run]?.();
    const isAway = run >= 45 && run < 48;
    const service = await app.openService();
    if (service !== undefined && !isAway) await runOnce(service);
  }
  return served;
}
