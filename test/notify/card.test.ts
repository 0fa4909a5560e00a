// The card for people: at a glance, never too long, never too big, and nobody's name is taken for markup.
import { AdaptiveCard, SerializationContext, TextBlock, type CardElement } from 'adaptivecards';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { EVENT_TYPES, type KeeperEvent } from '../../src/domain/event.ts';
import { toCard, toTeamsPost } from '../../src/notify/card.ts';
import type { Message } from '../../src/ports/receiver.ts';
import { messageOf, subscriptionId } from './samples.ts';

const DASHBOARD = 'https://keeper.example/api/dashboard';
/** Of Teams; a message grows by a fifth on its way, in a recorded case (msteams-docs issue 11274). */
const TEAMS_LIMIT = 28 * 1024;

const lost = (n: number): Partial<KeeperEvent> => ({
  type: 'recognition.lost',
  subscriptionId: subscriptionId(n),
  from: 'pec',
  to: 'none',
  findings: ['removed'],
});

/** As the schema of the public package reads it: any deviation is an event. */
function parsed(message: Message): AdaptiveCard {
  const context = new SerializationContext();
  const card = new AdaptiveCard();
  card.parse(structuredClone(toCard(message, DASHBOARD)), context);
  const events = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n).message);
  expect(events).toEqual([]);
  expect(card.validateProperties().validationEvents).toEqual([]);
  return card;
}

/** Every text that people see, from top to bottom. */
function textsOf(message: Message): string[] {
  const texts: string[] = [];
  const visit = (element: CardElement) => {
    if (element instanceof TextBlock) texts.push(element.text ?? '');
  };
  const walk = (container: { getItemCount(): number; getItemAt(index: number): CardElement }) => {
    for (let n = 0; n < container.getItemCount(); n += 1) {
      const item = container.getItemAt(n);
      visit(item);
      if ('getItemCount' in item) walk(item as unknown as typeof container);
    }
  };
  walk(parsed(message));
  return texts;
}

describe('at a glance', () => {
  test.each<[name: string, events: Partial<KeeperEvent>[], title: string, also?: string]>([
    ['one loss', [lost(1)], '✗ 1 subscription lost recognition'],
    [
      'a customer that left',
      [lost(1), { type: 'delegation.removed', subscriptionId: subscriptionId(1) }],
      '✗ 1 subscription lost recognition, 1 subscription no longer delegated',
    ],
    [
      'the link',
      [{ type: 'link.lost' }, lost(1), lost(2)],
      '✗ Partner link lost, 2 subscriptions lost recognition',
    ],
    [
      'the link, mended',
      [{ type: 'link.lost' }, { type: 'link.healed' }],
      '✗ Partner link lost and healed again',
    ],
    [
      'recovery',
      [{ type: 'link.healed' }, { ...lost(1), type: 'recognition.gained' }],
      '✓ Partner link healed, 1 subscription gained recognition',
    ],
    ['both', [{ type: 'run.recovered' }, lost(1)], '✗ 1 subscription lost recognition', '✓ Runs well again'],
    [
      'what is missing',
      [{ type: 'expected.missing', subscriptionId: subscriptionId(3) }],
      '✗ 1 expected subscription missing',
    ],
    ['runs', [{ type: 'run.failing' }], '✗ Runs failing'],
    [
      'a link that a caller set right, and one set elsewhere',
      [
        { type: 'link.created', link: { before: { state: 'none' }, after: { state: 'right' } } },
        { type: 'link.changed', link: { before: { state: 'other' }, after: { state: 'none' } } },
      ],
      '✗ Partner link set by hand, and not to the right ID',
      '✓ Partner link set',
    ],
  ])('%s', (_, events, title, also) => {
    const texts = textsOf(messageOf(events));

    expect(texts[0]).toBe(title);
    expect(texts[1]).toBe(also ?? 'Lighthouse Keeper, 2026-01-02 06:17 UTC');
    expect(toCard(messageOf(events), DASHBOARD).body[0]).toMatchObject({
      style: title.startsWith('✗') ? 'attention' : 'good',
    });
  });

  it('each line says who, what and why', () => {
    const named = () => ({ name: 'Birkenhof production', customer: 'Birkenhof Dairy' });

    expect(textsOf(messageOf([lost(1)], { named })).at(-1)).toBe(
      '✗ Lost: Birkenhof production (Birkenhof Dairy): pec → none, removed',
    );
  });

  it('of what a caller did to the link it says who it was and what follows', () => {
    const link = { before: { state: 'right' }, after: { state: 'none' } } as const;
    const note = 'LINK_POLICY is create: it is set again.';
    const lostByCaller = { type: 'link.lost', actor: 'entra:5a1d', link, note } as const;
    const elsewhere = { type: 'link.changed', actor: 'function-key', link } as const;
    const texts = textsOf(messageOf([lostByCaller, elsewhere]));

    expect(texts.slice(-2)).toEqual([
      '✗ Partner link set otherwise than the settings say: nothing is credited to their partner ID. By a caller with a function key.',
      '✗ Partner link lost: nothing is credited while it is not right. By the caller entra:5a1d. LINK\\_POLICY is create: it is set again.',
    ]);
  });

  it('a subscription without a name is told by its id', () => {
    expect(textsOf(messageOf([lost(1)])).at(-1)).toContain(subscriptionId(1));
  });

  it('of several identities the card names its own', () => {
    expect(textsOf(messageOf([lost(1)], { identity: 'north' }))[1]).toBe(
      'Identity north · Lighthouse Keeper, 2026-01-02 06:17 UTC',
    );
  });

  it.each(EVENT_TYPES)('%s has a title and a line', (type) => {
    const texts = textsOf(
      messageOf([{ type, subscriptionId: subscriptionId(1) }], { named: () => ({ name: 'N1' }) }),
    );

    expect(texts).toHaveLength(3);
    for (const text of texts) expect(text).not.toMatch(/undefined|\b0 /);
    expect(texts[2]).toMatch(/^[✗✓] [A-Z]/);
  });
});

describe('of many changes', () => {
  test.each([
    [1, 1, undefined],
    [20, 20, undefined],
    [21, 20, 'and 1 more'],
    [10_000, 20, 'and 9980 more'],
  ])('of %d it shows %d lines, %s', (count, shown, more) => {
    const texts = textsOf(messageOf(Array.from({ length: count }, (_, n) => lost(n))));

    expect(texts.filter((text) => text.startsWith('✗ Lost:'))).toHaveLength(shown);
    expect(texts.filter((text) => text.startsWith('and '))).toEqual(more === undefined ? [] : [more]);
    expect(texts[0]).toContain(`${count} subscription`);
  });

  it('the worst come first', () => {
    const added = Array.from({ length: 30 }, (_, n): Partial<KeeperEvent> => ({
      type: 'delegation.added',
      subscriptionId: subscriptionId(n),
    }));

    const texts = textsOf(messageOf([...added, lost(99)]));

    expect(texts[3]).toContain(`✗ Lost: ${subscriptionId(99)}`);
  });
});

describe('names that customers give', () => {
  test.each([
    ['a link', '[free money](https://evil.example)', '\\[free money\\](https\\://evil.example)'],
    ['an address', 'https://evil.example', 'https\\://evil.example'],
    ['emphasis', '**bold** _it_ ~~no~~', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~'],
    ['markup', '<b>x</b> `code`', '\\<b\\>x\\</b\\> \\`code\\`'],
    ['an entity', '&lt;script&gt; A&B &#60;', '\\&lt;script\\&gt; A&B \\&#60;'],
    ['a backslash', '\\[x]', '\\\\\\[x\\]'],
    ['a function of the card', '{{DATE(2017-02-14T06:00:00Z)}}', '\\{\\{DATE(2017-02-14T06:00:00Z)}}'],
    ['new lines', 'one\r\n# two\u2028three', 'one # two three'],
    ['what turns the text', 'abc\u202Egnp.exe\u200B', 'abcgnp.exe'],
    ['half a character', 'x\uD800y', 'x\uFFFDy'],
    ['a long one', 'x'.repeat(100), `${'x'.repeat(59)}…`],
    ['an honest one', 'Müller & Söhne (Prod-1, #2)', 'Müller & Söhne (Prod-1, #2)'],
  ])('%s', (_, name, shown) => {
    expect(textsOf(messageOf([lost(1)], { named: () => ({ name }) })).at(-1)).toBe(
      `✗ Lost: ${shown}: pec → none, removed`,
    );
    expect(textsOf(messageOf([lost(1)], { named: () => ({ name: 'x', customer: name }) })).at(-1)).toBe(
      `✗ Lost: x (${shown}): pec → none, removed`,
    );
  });

  it('whatever they are, the card is one by the schema and far below the limit of Teams', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .constantFrom('"', '\\', '*', '\u{1F9D1}', '\u0301', '\u0000', '[', '€')
        .map((each) => each.repeat(300)),
    );
    fc.assert(
      fc.property(text, text, (name, customer) => {
        const events = Array.from({ length: 25 }, (_, n): Partial<KeeperEvent> => ({
          ...lost(n),
          from: 'pec-partial',
          to: 'pal-only',
          findings: [
            'delegation-not-succeeded',
            'subscription-not-enabled',
            'link-principal-mismatch',
            'removed',
          ],
        }));
        const message = messageOf(events, { identity: 'x'.repeat(40), named: () => ({ name, customer }) });

        expect(textsOf(message).filter((line) => line.includes('\n'))).toEqual([]);
        const { body } = toTeamsPost(message, DASHBOARD);
        expect(Buffer.byteLength(body)).toBeLessThan(TEAMS_LIMIT * 0.7);
        expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(TEAMS_LIMIT);
      }),
      { numRuns: 60 },
    );
  });
});

it('leads to the dashboard, and comes back from the package as it went in', () => {
  const message = messageOf([lost(1), { type: 'link.healed' }]);
  const card = parsed(message);
  const actions = Array.from({ length: card.getActionCount() }, (_, n) => card.getActionAt(n));

  expect(actions.map((action) => action?.toJSON() as unknown)).toEqual([
    { type: 'Action.OpenUrl', title: 'Open the dashboard', url: DASHBOARD },
  ]);
  expect(lowerCase(card.toJSON())).toEqual(lowerCase(toCard(message, DASHBOARD)));
});

it('is wrapped as the Workflows app of Teams takes it', () => {
  const { headers, body } = toTeamsPost(messageOf([lost(1)]), DASHBOARD);

  expect(headers['content-type']).toBe('application/json');
  expect(JSON.parse(body)).toMatchObject({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: { type: 'AdaptiveCard', version: '1.4' },
      },
    ],
  });
});

/** Words of the schema may be written in any case. */
function lowerCase(card: unknown): unknown {
  return JSON.parse(JSON.stringify(card).toLowerCase());
}
