// Lines and sights of the dashboard, short to write down.
import type { Sight } from '../../../src/domain/dashboard/dashboard.ts';
import type { ToldLine } from '../../../src/domain/dashboard/line.ts';
import { finding, type Finding } from '../../../src/domain/finding.ts';
import { toMonth } from '../../../src/domain/month.ts';
import type { Recognition } from '../../../src/domain/recognition.ts';
import type { SeenWord, WordChange } from '../../../src/domain/word-change.ts';

export const MARCH = toMonth('2026-03');
export const READER = finding('role-not-eligible', 'Reader');
export const NOW = Date.parse('2026-03-04T12:00:00.000Z');

export function line(
  subscriptionId: string,
  recognition: Recognition,
  more: Partial<ToldLine> = {},
): ToldLine {
  return {
    identity: 'default',
    subscriptionId,
    displayName: `Subscription ${subscriptionId}`,
    tenantId: 'tenant',
    tenantName: 'Customer',
    recognition,
    since: '2026-03-01T06:00:00.000Z',
    findings: defaultFindings(recognition),
    isRemoved: false,
    seen: recognition,
    ...more,
  };
}

function defaultFindings(recognition: Recognition): Finding[] {
  return recognition === 'pec' ? [] : [READER];
}

/** Looked at every six hours from the first of March on. */
export function sight(lines: readonly ToldLine[], more: Partial<Sight> = {}): Sight {
  const lookedAt = [];
  for (let at = MARCH.start; at <= NOW; at += 6 * 3_600_000) lookedAt.push(at);
  return {
    identity: 'default',
    lines,
    words: [],
    lookedAt,
    baselineAt: new Date(MARCH.start).toISOString(),
    ...more,
  };
}

export function change(subscriptionId: string, day: string, from: SeenWord, to: SeenWord): WordChange {
  return { subscriptionId, time: `2026-03-${day}T06:00:00.000Z`, from, to };
}
