// The message for programs: a CloudEvents 1.0 envelope (structured JSON) under the headers of Standard Webhooks.
// Sources: cloudevents.io spec v1.0.2, standardwebhooks.com spec.
import { createHmac } from 'node:crypto';
import type { Message } from '../ports/receiver.ts';
import type { Post } from './post.ts';

/** @param keys every one of them signs, so that a receiver may know the old or the new one */
export function toWebhookPost(message: Message, keys: readonly Buffer[], now: Date): Post {
  const { id, identity, runId, time, events } = message;
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    type: 'lighthouse-keeper.changes',
    source: `/lighthouse-keeper/${identity}`,
    time,
    datacontenttype: 'application/json',
    data: { runId, identity, events },
  });
  const timestamp = Math.floor(now.getTime() / 1000);
  const signatures = keys.map((key) => sign(key, `${id}.${timestamp}.${body}`));
  return {
    body,
    headers: {
      'content-type': 'application/cloudevents+json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures.join(' '),
    },
  };
}

function sign(key: Buffer, content: string): string {
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
