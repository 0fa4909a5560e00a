// The main job on a real host, and what comes of it when somebody changes Azure under it.
import { beforeAll, expect, test, vi } from 'vitest';
import { DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { demoRows, wordsOf } from '../harness/oracle.ts';
import {
  eventsShape,
  runsShape,
  subscriptionShape,
  subscriptionsShape,
  type RunJson,
} from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';
import type { Client } from './client.ts';
import { deploy, prepareGround, type Ground } from './deployment.ts';

// Each waits for processes of its own most of the time.
vi.setConfig({ maxConcurrency: 3 });

const file = wholeFile();
let ground: Ground;
beforeAll(async () => {
  ground = await prepareGround(file);
}, 200_000);

const EARNING = demoSubscriptionId(1);

async function runNow(keeper: Client): Promise<RunJson | undefined> {
  return runsShape.parse((await keeper.post('/reconciliations')).json).value[0];
}

async function eventsOf(keeper: Client, query: string): Promise<string[]> {
  const { value } = eventsShape.parse((await keeper.call(`/events?${query}`)).json);
  return value.map(({ type, from, to }) => [type, from, to].filter((part) => part !== undefined).join(' '));
}

test.concurrent(
  'its timer makes the missing link and says of each subscription what is true',
  async (t) => {
    const { azure, start } = await deploy(t, ground);
    const keeper = await start();

    const answer = await keeper.runByHand('reconcile');
    const run = await keeper.endedRun('the run of the timer', () => true);
    const rows = subscriptionsShape.parse((await keeper.call('/subscriptions')).json).value;

    expect(answer.status).toBe(202);
    expect(run).toMatchObject({ trigger: 'timer', state: 'partial', link: { action: 'created' } });
    expect(await azure.control('GET', 'link')).toMatchObject({ partnerId: azure.partnerId });
    expect(wordsOf(rows)).toEqual(demoRows());
  },
  200_000,
);

test.concurrent(
  'a link that somebody changed is healed by the next run, and never unlinked',
  async (t) => {
    const { azure, start } = await deploy(t, ground);
    const keeper = await start();
    await runNow(keeper);
    await azure.control('PUT', 'link', { partnerId: DEMO_OTHER_PARTNER_ID });

    await keeper.runByHand('reconcile');
    const healing = await keeper.endedRun('the run of the timer', ({ trigger }) => trigger === 'timer');

    expect(healing.link).toMatchObject({
      before: { state: 'other', partnerId: DEMO_OTHER_PARTNER_ID },
      action: 'changed',
      after: { state: 'right', partnerId: azure.partnerId },
    });
    const { value: history } = (await azure.control('GET', 'link-history')) as {
      value: { partnerId?: string }[];
    };
    expect(history.map(({ partnerId }) => partnerId).slice(-3)).toEqual([
      azure.partnerId,
      DEMO_OTHER_PARTNER_ID,
      azure.partnerId,
    ]);
    expect(await eventsOf(keeper, 'type=link.lost')).toEqual(['link.lost']);
    expect(await eventsOf(keeper, 'type=link.healed')).toEqual(['link.healed']);
  },
  200_000,
);

test.concurrent(
  'a delegation that goes and comes back is told each time, and nothing between',
  async (t) => {
    const { azure, start } = await deploy(t, ground);
    const keeper = await start();
    const rowNow = async () => subscriptionShape.parse((await keeper.call(`/subscriptions/${EARNING}`)).json);
    await runNow(keeper);

    await azure.control('PATCH', `subscriptions/${EARNING}`, { delegations: 'removed' });
    await runNow(keeper);
    await runNow(keeper);
    const gone = await rowNow();
    await azure.control('PATCH', `subscriptions/${EARNING}`, { delegations: 'restored' });
    await runNow(keeper);
    const back = await rowNow();

    expect(gone).toMatchObject({ recognition: 'none', findings: [{ code: 'removed' }] });
    expect(back).toMatchObject({ recognition: 'pec' });
    expect((await eventsOf(keeper, `subscriptionId=${EARNING}`)).toSorted()).toEqual([
      'delegation.removed',
      'delegation.returned',
      'recognition.gained none pec',
      'recognition.lost pec none',
    ]);
  },
  200_000,
);
