// What a card says: the title tells at a glance what is lost and what is well again, each line one change.
import type { EventType, KeeperEvent } from '../domain/event.ts';
import { isBad, isLinkedElsewhere, WORST_FIRST } from '../domain/worst-first.ts';
import type { MessageLine } from '../ports/receiver.ts';
import { escapeMarkdown, plainText } from './card-text.ts';

export interface CardTitle {
  tone: 'attention' | 'good';
  /** What got worse; where nothing did, what got better. */
  title: string;
  /** What got better beside it. */
  also?: string;
}

/** What a line is about: a type of event, or a link that a caller set otherwise than the settings say. */
type Change = EventType | 'link.elsewhere';

const CHANGES: readonly Change[] = ['link.elsewhere', ...WORST_FIRST];

function changeOf(event: KeeperEvent): Change {
  return isLinkedElsewhere(event) ? 'link.elsewhere' : event.type;
}

function isBadChange(change: Change): boolean {
  return change === 'link.elsewhere' || isBad(change);
}

const COUNTED: Record<Change, (count: number) => string> = {
  'link.elsewhere': () => 'partner link set by hand, and not to the right ID',
  'link.lost': () => 'partner link lost',
  'link.held': () => "partner link left on another partner's ID",
  'link.healed': () => 'partner link healed',
  'link.changed': () => 'partner link changed to the right ID',
  'link.created': () => 'partner link set',
  'run.failing': () => 'runs failing',
  'run.recovered': () => 'runs well again',
  'recognition.lost': (count) => `${subscriptions(count)} lost recognition`,
  'recognition.gained': (count) => `${subscriptions(count)} gained recognition`,
  'expected.missing': (count) => `${count} expected ${plural(count)} missing`,
  'expected.arrived': (count) => `${count} expected ${plural(count)} arrived`,
  'delegation.removed': (count) => `${subscriptions(count)} no longer delegated`,
  'delegation.returned': (count) => `${subscriptions(count)} delegated again`,
  'delegation.added': (count) => `${subscriptions(count)} newly delegated`,
};

/** In one run: whoever reads only this much need not run. */
const MENDED = 'partner link lost and healed again';

export function titleOf(events: readonly KeeperEvent[]): CardTitle {
  const counts = new Map<Change, number>();
  for (const event of events) counts.set(changeOf(event), (counts.get(changeOf(event)) ?? 0) + 1);
  const isMended = counts.has('link.lost') && counts.has('link.healed');
  const say = (types: readonly Change[]) =>
    types.map((type) => (type === 'link.lost' && isMended ? MENDED : COUNTED[type](counts.get(type) ?? 0)));
  const types = CHANGES.filter((type) => counts.has(type) && !(type === 'link.healed' && isMended));
  const bad = say(types.filter(isBadChange));
  const good = say(types.filter((type) => !isBadChange(type)));
  if (bad.length === 0) return { tone: 'good', title: sentence(good) };
  return { tone: 'attention', title: sentence(bad), ...(good.length > 0 && { also: sentence(good) }) };
}

export function lineOf({ event, name, customer }: MessageLine): string {
  const subject = plainText(name ?? event.subscriptionId ?? '');
  const who = customer === undefined ? subject : `${subject} (${plainText(customer)})`;
  const change = event.from === undefined ? '' : `: ${event.from} → ${event.to}`;
  const why =
    event.findings === undefined || event.findings.length === 0 ? '' : `, ${reasons(event.findings)}`;
  const note = event.note === undefined ? '' : ` ${escapeMarkdown(event.note)}`;
  const kind = changeOf(event);
  return `${isBadChange(kind) ? '✗' : '✓'} ${LINES[kind](who, change, why)}${byWhom(event)}${note}`;
}

/** Only a caller is named: what Keeper or a stranger did, the line says itself. */
function byWhom({ actor }: KeeperEvent): string {
  if (actor === 'keeper' || actor === 'observed') return '';
  return ` By ${actor === 'function-key' ? 'a caller with a function key' : `the caller ${escapeMarkdown(actor)}`}.`;
}

const LINES: Record<Change, (who: string, change: string, why: string) => string> = {
  'link.elsewhere': () =>
    'Partner link set otherwise than the settings say: nothing is credited to their partner ID.',
  'link.lost': () => 'Partner link lost: nothing is credited while it is not right.',
  'link.held': () => "Partner link on another partner's ID: LINK\\_POLICY leaves it, the credit goes there.",
  'link.healed': () => 'Partner link healed: it is right again.',
  'link.changed': () => 'Partner link changed to the right partner ID.',
  'link.created': () => 'Partner link set to the right partner ID.',
  'run.failing': () => 'Runs are failing: nothing new is known until one comes through.',
  'run.recovered': () => 'Runs come through again.',
  'recognition.lost': (who, change, why) => `Lost: ${who}${change}${why}`,
  'recognition.gained': (who, change, why) => `Gained: ${who}${change}${why}`,
  'expected.missing': (who) => `Missing: ${who}: expected, but not delegated`,
  'expected.arrived': (who) => `Arrived: ${who}: expected, and delegated now`,
  'delegation.removed': (who) => `Delegation removed: ${who}`,
  'delegation.returned': (who) => `Delegation back: ${who}`,
  'delegation.added': (who) => `Delegation added: ${who}`,
};

const MOST_REASONS = 3;

function reasons(codes: readonly string[]): string {
  const more = codes.length > MOST_REASONS ? ', ...' : '';
  return `${codes.slice(0, MOST_REASONS).join(', ')}${more}`;
}

function sentence(parts: readonly string[]): string {
  const text = parts.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function subscriptions(count: number): string {
  return `${count} ${plural(count)}`;
}

function plural(count: number): string {
  return count === 1 ? 'subscription' : 'subscriptions';
}
