// The message for people: an Adaptive Card as the Workflows app of Teams takes it. Teams ends a message at 28 KB of its
// own reckoning, which is more than the bytes sent (msteams-docs issue 11274: 24.4 KB became 28.9): the words are short
// enough that even the most hostile names make less than 20 KB.
import type { Message } from '../ports/receiver.ts';
import { lineOf, titleOf } from './card-words.ts';
import type { Post } from './post.ts';

/** @param dashboardUrl where its button leads; holds no key */
export function toTeamsPost(message: Message, dashboardUrl: string): Post {
  const body = {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: toCard(message, dashboardUrl),
      },
    ],
  };
  return {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'webhook-id': message.id },
  };
}

export function toCard({ identity, time, events, lines }: Message, dashboardUrl: string) {
  const { tone, title, also } = titleOf(events);
  const hidden = events.length - lines.length;
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      {
        type: 'Container',
        style: tone,
        bleed: true,
        items: [
          textBlock(`${tone === 'good' ? '✓' : '✗'} ${title}`, { size: 'large', weight: 'bolder' }),
          ...(also === undefined ? [] : [textBlock(`✓ ${also}`)]),
        ],
      },
      textBlock(`${shownIdentity(identity)}Lighthouse Keeper, ${shownTime(time)}`, { isSubtle: true }),
      ...lines.map((line) => textBlock(lineOf(line), { spacing: 'small' })),
      ...(hidden > 0 ? [textBlock(`and ${hidden} more`, { spacing: 'small', isSubtle: true })] : []),
    ],
    actions: [{ type: 'Action.OpenUrl', title: 'Open the dashboard', url: dashboardUrl }],
  };
}

function textBlock(text: string, style: Readonly<Record<string, string | boolean>> = {}) {
  return { type: 'TextBlock', text, wrap: true, ...style };
}

/** The only identity of an installation need not be named. */
function shownIdentity(identity: string): string {
  return identity === 'default' ? '' : `Identity ${identity} · `;
}

/** 2024-03-01T06:17:00.000Z as people write it. */
function shownTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}
