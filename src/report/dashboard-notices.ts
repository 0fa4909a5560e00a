// What the dashboard says loudly, above all else: what is below is old, or not known, or lost for one reason.
import type { Dashboard, IdentityPanel } from '../domain/dashboard/view.ts';
import { linkFinding } from '../domain/dashboard/standing.ts';
import { RECOGNITIONS } from '../domain/recognition.ts';
import type { ReceiverStatus } from '../domain/delivery-view.ts';
import type { Finding } from '../domain/finding.ts';
import { ageText, durationText } from './age-text.ts';
import { counted, countText, momentText } from './dashboard-words.ts';
import { escapeHtml } from './escape-html.ts';
import { shownText } from './shown-text.ts';

/** `bad` costs money or hides whether it does; `warn` is to be looked at; `calm` is as it should be. */
export interface Notice {
  level: 'bad' | 'warn' | 'calm';
  title: string;
  /** HTML of paragraphs. */
  body: string;
  /** Id that lines below refer to. */
  id?: string;
}

type Setting = Pick<Dashboard, 'now' | 'schedule'>;

export function noticesOf(panel: IdentityPanel, setting: Setting): Notice[] {
  return [
    ...runNotices(panel, setting),
    ...linkNotices(panel),
    ...furtherNotices(panel),
    ...receiverNotices(panel),
  ];
}

function runNotices(panel: IdentityPanel, { now, schedule }: Setting): Notice[] {
  const { standing, lastRun, observedAt, findings } = panel;
  const ended = lastRun ? `${momentText(lastRun.endedAt)}, ${ageText(lastRun.endedAt, now)}` : '';
  const seen = observedAt === undefined ? '' : `${momentText(observedAt)}, ${ageText(observedAt, now)}`;
  const why = findings.map(findingText).join('') + noteText(panel);
  switch (standing) {
    case 'none-yet':
      return [
        {
          level: 'calm',
          title: 'No run has ended yet',
          body: `<p>${nextRunText('first', schedule, now)} Until one has ended nothing is known, and the zeros below say nothing.</p>`,
        },
      ];
    case 'never-through':
      return [
        {
          level: 'bad',
          title: 'No run has come through yet, so nothing is known',
          body: `<p>The last one failed (${ended}).</p>${why}<p>${nextRunText('next', schedule, now)}</p>`,
        },
      ];
    case 'failing':
      return [
        {
          level: 'bad',
          title: `The last run failed ${lastRun ? ageText(lastRun.endedAt, now) : ''}`,
          body: `${why}<p>What stands below was seen on ${seen}. No loss was concluded from the failure.</p>`,
        },
      ];
    case 'stale':
      return [
        {
          level: 'bad',
          title: `Nothing has been looked at for ${ageText(observedAt ?? now, now).replace(' ago', '')}`,
          body: `<p>The last run that came through ended on ${seen}. One is due every ${durationText(schedule.intervalMs)}. What stands below may no longer be so.</p><p class=fix>See whether the function <code>reconcile</code> runs (its log, and <code>GET /api/health/ready</code>), or start a run: <code>POST /api/reconciliations</code>.</p>`,
        },
      ];
    case 'partial':
      return mostIsUnknown(panel);
    case 'well':
      return [];
  }
}

/** One that cannot be read is told by its own line; where most cannot, the numbers mean little. */
function mostIsUnknown({ totals, link }: IdentityPanel): Notice[] {
  const all = RECOGNITIONS.reduce((sum, word) => sum + totals[word], 0);
  if (link.state === 'unreadable' || 2 * totals.unknown <= all) return [];
  return [
    {
      level: 'warn',
      title: 'Most of it could not be read',
      body: `<p>${countText(totals.unknown)} of ${counted(all, 'subscription')} are unknown since the last run. That is no loss: nothing was concluded. Each line below says why.</p>`,
    },
  ];
}

function nextRunText(which: 'first' | 'next', { nextRunAt }: Dashboard['schedule'], now: string): string {
  const due =
    nextRunAt === undefined
      ? ''
      : `The ${which} one is due on ${momentText(nextRunAt)} (${ageText(nextRunAt, now)}); `;
  return `${due}<code>POST /api/reconciliations</code> runs now.`;
}

/** Before any run has come through nobody has read the link. */
function linkNotices({ name, link, standing }: IdentityPanel): Notice[] {
  if (standing === 'none-yet') return [];
  const found = linkFinding(link);
  if (found === undefined || (standing === 'never-through' && link.state === 'unreadable')) return [];
  const titles: Readonly<Record<string, string>> = {
    none: 'There is no partner link: nothing is credited',
    other: 'The partner link names another partner: the credit goes there',
  };
  return [
    {
      level: link.state === 'unreadable' ? 'warn' : 'bad',
      title: titles[link.state] ?? 'The partner link could not be read',
      body: findingText(found),
      id: linkId(name),
    },
  ];
}

/** Where lines below find what is said of the link. */
export function linkId(identity: string): string {
  return `link-${identity}`;
}

/** What stands in a notice of its own, or in the list of what is expected. */
const TOLD_ELSEWHERE = new Set<Finding['code']>([
  'link-missing',
  'link-other-partner',
  'link-unreadable',
  'expected-missing',
]);

function furtherNotices({ standing, findings }: IdentityPanel): Notice[] {
  if (standing === 'failing' || standing === 'never-through') return [];
  return findings
    .filter(({ code }) => !TOLD_ELSEWHERE.has(code))
    .map((found) => ({ level: 'warn', title: 'The last run says', body: findingText(found) }));
}

function receiverNotices({ notifications }: IdentityPanel): Notice[] {
  return notifications
    .filter(({ state, deadLetters }) => state !== 'ok' || deadLetters.length > 0)
    .map((receiver) => ({
      level: 'warn',
      title:
        receiver.state === 'ok'
          ? `Messages to ${receiver.name} did not arrive`
          : `Messages to ${receiver.name} do not arrive`,
      body: `<p>${[...receiverTexts(receiver)].join(' ')} <code>GET /api/status</code> tells more.</p>`,
    }));
}

function* receiverTexts({ state, reason, pending, deadLetters }: ReceiverStatus): Generator<string> {
  if (reason !== undefined) yield shownText(reason);
  else if (state === 'disabled') yield 'It answered 410, and is called no more until its address changes.';
  else if (state === 'retrying') yield 'It did not take a message, which is sent again.';
  if (pending > 0) yield `${counted(pending, 'message waits', 'messages wait')}.`;
  if (deadLetters.length > 0)
    yield `${counted(deadLetters.length, 'message was', 'messages were')} given up: <code>POST /api/notifications/{id}/resend</code> sends one once more.`;
}

function findingText({ code, message, fix }: Finding): string {
  return `<p>${shownText(message)} <code>${code}</code></p><p class=fix>${shownText(fix)}</p>`;
}

function noteText({ note }: IdentityPanel): string {
  return note === undefined ? '' : `<p>${shownText(note)}</p>`;
}

/** @param whose name of the identity, where there are several */
export function noticeHtml({ level, title, body, id }: Notice, whose: string | undefined): string {
  const name = whose === undefined ? '' : `${escapeHtml(whose)}: `;
  return `<div class="notice ${level}"${id === undefined ? '' : ` id="${escapeHtml(id)}"`}><h2>${name}${title}</h2>${body}</div>`;
}
