// One customer in the evidence: a line of days for each subscription, and what changed when and why.
import { COVERAGES, type Coverage } from '../domain/calendar.ts';
import type { SubscriptionEvidence } from '../domain/evidence.ts';
import type { KeeperEvent } from '../domain/event.ts';
import { escapeHtml } from './escape-html.ts';
import { FINDING_MEANINGS } from './finding-meanings.ts';
import { plainName, shownName } from './shown-text.ts';

/** A sign for each word, so that nothing depends on its colour; the class is short, for there are many cells. */
export const COVERAGE_SIGNS: Readonly<Record<Coverage, { sign: string; css: string; meaning: string }>> = {
  pec: { sign: 'P', css: 'p', meaning: 'recognised all day' },
  partial: { sign: '½', css: 'h', meaning: 'a part of the day, or resource groups only' },
  none: { sign: 'N', css: 'n', meaning: 'not recognised' },
  unobserved: { sign: '?', css: 'u', meaning: 'not seen well enough to say' },
};

const UNNAMED = 'Unnamed tenant';

/** @param subscriptions of one tenant, at least one @param dates every day of the month, YYYY-MM-DD */
export function customerSection(
  subscriptions: readonly SubscriptionEvidence[],
  dates: readonly string[],
): string {
  const tenantId = subscriptions[0]?.tenantId ?? '';
  const name = customerName(subscriptions);
  const transitions = subscriptions
    .flatMap(({ displayName, transitions }) => transitions.map((event) => ({ displayName, event })))
    .sort((a, b) => Date.parse(a.event.time) - Date.parse(b.event.time));
  const told = transitions.map(({ displayName, event }) => transition(displayName, event)).join('');
  return `<section class=customer>
<h3>${shownName(name, UNNAMED)} <small>tenant <span class=id>${escapeHtml(tenantId)}</span></small></h3>
<div class=scroll tabindex=0 role=group aria-label="Days of ${escapeHtml(plainName(name, UNNAMED))}">
<table class=days><thead><tr><th class=name scope=col>Subscription${dates.map(dayHead).join('')}<th class=sum scope=col>Days</thead>
<tbody>${subscriptions.map((each) => line(each, dates)).join('\n')}</tbody></table></div>
${told === '' ? '' : `<ul class=told>${told}</ul>`}</section>`;
}

/** As Azure names the tenant, where it does. */
export function customerName(subscriptions: readonly SubscriptionEvidence[]): string {
  return subscriptions.find(({ tenantName }) => tenantName !== undefined)?.tenantName ?? UNNAMED;
}

function dayHead(date: string): string {
  return `<th scope=col>${Number(date.slice(8))}`;
}

function line({ displayName, subscriptionId, days }: SubscriptionEvidence, dates: readonly string[]): string {
  const byDate = new Map(days.map(({ date, coverage }) => [date, coverage]));
  const cells = dates.map((date) => cell(byDate.get(date))).join('');
  const sums = COVERAGES.flatMap((word) => {
    const count = days.filter(({ coverage }) => coverage === word).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const name = `${shownName(displayName)}<small class=id>${escapeHtml(subscriptionId)}</small>`;
  return `<tr><th class=name scope=row>${name}${cells}<td class=sum>${sums.join(', ')}`;
}

/** Nothing stands where the day has not begun. */
function cell(coverage: Coverage | undefined): string {
  if (coverage === undefined) return '<td>';
  const { sign, css } = COVERAGE_SIGNS[coverage];
  return `<td class=${css} title=${coverage}>${sign}`;
}

function transition(displayName: string, { time, from, to, findings = [] }: KeeperEvent): string {
  const reasons = findings.map((code) => `<code>${code}</code>: ${FINDING_MEANINGS[code]}`).join(' ');
  const step = `${from ?? 'none'} → ${to ?? 'none'}`;
  return `<li>${timeText(time)}: ${shownName(displayName)}, ${step}. ${reasons}</li>`;
}

/** To the second, in UTC. @param time ISO 8601 UTC */
export function timeText(time: string): string {
  return `<time datetime="${time}">${time.slice(0, 10)} ${time.slice(11, 19)}</time>`;
}
