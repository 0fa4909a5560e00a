// A keeper that tells two sinks of the simulated cloud, `teams` and `hook`, and what came to them.
import { expect } from 'vitest';
import * as z from 'zod';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { serveKeeper, type Served } from './host.ts';
import type { Cleanup, Environment, KeeperOptions } from './keeper.ts';
import { eventShape, statusShape } from './shapes.ts';
import { HOUR, SECOND, testClock, type TestClock } from './test-clock.ts';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export function sinksOf(cloudUrl: string): Environment {
  return {
    NOTIFY_TEAMS_URL: `${cloudUrl}/_sink/teams`,
    NOTIFY_WEBHOOK_URL: `${cloudUrl}/_sink/hook`,
    NOTIFY_WEBHOOK_SECRET: SECRET,
  };
}

/** Of contract §7.9. */
const envelope = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  type: z.literal('lighthouse-keeper.changes'),
  source: z.literal('/lighthouse-keeper/default'),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: z.strictObject({ runId: z.string(), identity: z.literal('default'), events: z.array(eventShape) }),
});

const teamsMessage = z.looseObject({
  attachments: z.tuple([
    z.looseObject({
      content: z.looseObject({
        body: z.array(z.looseObject({ items: z.array(z.looseObject({ text: z.string() })).optional() })),
      }),
    }),
  ]),
});

export type Envelope = z.infer<typeof envelope>;

/** What the webhook took (2xx), oldest first. */
export function hooked(cloud: Cloud): Envelope[] {
  return cloud
    .received('hook')
    .filter(({ status = 0 }) => status < 300 && status > 0)
    .map(({ body }) => envelope.parse(JSON.parse(body)));
}

/** Titles of the cards that Teams took, oldest first. */
export function cardTitles(cloud: Cloud): string[] {
  return cloud
    .received('teams')
    .filter(({ status = 0 }) => status < 300 && status > 0)
    .map(({ body }) => {
      const { content } = teamsMessage.parse(JSON.parse(body)).attachments[0];
      return content.body[0]?.items?.[0]?.text ?? '';
    });
}

/** Times that a sink was called at all. */
export function tries(cloud: Cloud, sink: 'teams' | 'hook'): number {
  return cloud.received(sink).length;
}

export interface Notified extends Served {
  clock: TestClock;
  /** A run six hours later, over HTTP. */
  run: (query?: string) => Promise<void>;
  /** The timer of each minute, that much later. */
  deliverAfter: (ms: number) => Promise<void>;
  notifications: () => Promise<z.infer<typeof statusShape>['identities'][number]['notifications']>;
}

export async function serveNotified(
  test: Cleanup,
  { settings = sinksOf, ...options }: Omit<KeeperOptions, 'clock'> = {},
): Promise<Notified> {
  const clock = testClock();
  const served = await serveKeeper(test, { ...options, settings, clock });
  const { post, call, host } = served;
  return {
    ...served,
    clock,
    run: async (query = '') => {
      clock.advance(6 * HOUR);
      const answer = await post(`/api/reconciliations${query}`);
      if (answer.status !== 200) throw new Error(`The run answered ${answer.status}: ${answer.text}`);
    },
    deliverAfter: async (ms) => {
      clock.advance(ms);
      // The timer never fails: what goes wrong stands in the log.
      expect(await host.invokeTimer('deliver')).not.toHaveProperty('error');
    },
    notifications: async () =>
      statusShape.parse((await call('/api/status')).json).identities[0]?.notifications ?? [],
  };
}

export const MINUTE = 60 * SECOND;
