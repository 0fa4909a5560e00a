// The receivers that the settings name: a channel of Teams, a webhook, or both.
import { createHash } from 'node:crypto';
import type { Message, Receiver, ReceiverProblem } from '../ports/receiver.ts';
import { toTeamsPost } from './card.ts';
import { post, type Post } from './post.ts';
import { checkTarget, resolveByName, resolveTarget, type Resolve } from './target.ts';
import { toWebhookPost } from './webhook.ts';

export interface NotifySettings {
  teamsUrl?: string | undefined;
  webhookUrl?: string | undefined;
  /** Keys that sign, none where there is no secret. */
  webhookKeys: readonly Buffer[];
}

export interface NotifySurroundings {
  /** Whether loopback is allowed. */
  simulated: boolean;
  now: () => Date;
  /** Where the card leads. */
  dashboardUrl: () => string;
  resolve?: Resolve;
}

/** How long a check waits for the name service; one that does not answer says nothing against the address. */
const CHECK_LIMIT_MS = 2000;

/** In the order in which the status shows them. */
export function createReceivers(
  { teamsUrl, webhookUrl, webhookKeys }: NotifySettings,
  surroundings: NotifySurroundings,
): Receiver[] {
  const { now, dashboardUrl } = surroundings;
  const receivers: Receiver[] = [];
  if (teamsUrl !== undefined)
    receivers.push(
      createReceiver(surroundings, {
        name: 'teams',
        setting: 'NOTIFY_TEAMS_URL',
        address: teamsUrl,
        toPost: (message) => toTeamsPost(message, dashboardUrl()),
      }),
    );
  if (webhookUrl !== undefined)
    receivers.push(
      createReceiver(surroundings, {
        name: 'webhook',
        setting: 'NOTIFY_WEBHOOK_URL',
        address: webhookUrl,
        toPost: (message) => toWebhookPost(message, webhookKeys, now()),
        ...(webhookKeys.length === 0 && { lacks: UNSIGNED }),
      }),
    );
  return receivers;
}

const UNSIGNED: ReceiverProblem = {
  setting: 'NOTIFY_WEBHOOK_SECRET',
  detail: 'is missing: NOTIFY_WEBHOOK_URL is set, and nothing is sent there without a signature',
};

interface Parts {
  name: Receiver['name'];
  setting: string;
  address: string;
  toPost: (message: Message) => Post;
  /** What it needs beside its address and has not. */
  lacks?: ReceiverProblem;
}

function createReceiver(
  { simulated, now, resolve = resolveByName }: NotifySurroundings,
  { name, setting, address, toPost, lacks }: Parts,
): Receiver {
  const checked = checkTarget(address, simulated);
  return {
    name,
    fingerprint: createHash('sha256').update(address).digest('hex'),
    async problem() {
      if ('refused' in checked) return { setting, detail: checked.refused };
      if (lacks !== undefined) return lacks;
      const resolved = await Promise.race([
        resolveTarget(checked.target, resolve).catch(() => undefined),
        nothingAfter(CHECK_LIMIT_MS),
      ]);
      return resolved !== undefined && 'refused' in resolved
        ? { setting, detail: resolved.refused }
        : undefined;
    },
    async send(message) {
      if ('refused' in checked) return { kind: 'refused', cause: 'address-not-allowed' };
      if (lacks !== undefined) return { kind: 'refused', cause: 'secret-missing' };
      return post(checked.target, toPost(message), { resolve, now });
    },
  };
}

function nothingAfter(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}
