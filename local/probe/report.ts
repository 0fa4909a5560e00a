// What the probe says, for people and for programs. Ids are masked unless they are asked for; a token never gets here,
// and what looks like one would not get through.
import { style, type Style } from '../terminal.ts';
import type { Judged } from './checks.ts';

export interface ProbeReport {
  version: string;
  /** ISO 8601 UTC */
  at: string;
  /** Azure itself, or a simulated one, which proves nothing. */
  azure: 'real' | 'simulated';
  cloud: string;
  identity: string;
  tenantId: string;
  principalId: string;
  subscriptions: { listed: number; lookedAt: number };
  /** By method and host. */
  requests: Record<string, number>;
  totals: Record<Judged['verdict'], number>;
  assumptions: Judged[];
}

const GUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-([\da-f]{12})/gi;
const TOKEN = /eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g;

export function toJson(report: ProbeReport, showIds: boolean): string {
  return clean(JSON.stringify(report, undefined, 2), showIds);
}

const SECTIONS: [Judged['verdict'], string, string, Style][] = [
  ['differs', 'Differs', '✗', 'red'],
  ['confirmed', 'Confirmed', '✓', 'green'],
  ['not-seen', 'Could not be seen by reading', '?', 'dim'],
];

export function toText(report: ProbeReport, showIds: boolean): string {
  const { azure, cloud, identity, tenantId, principalId, subscriptions, requests, totals } = report;
  const where =
    azure === 'real' ? `Azure (${cloud})` : 'a simulated Azure, which proves nothing of the real one';
  const head = [
    style('bold', `Lighthouse Keeper ${report.version}: what is assumed of Azure, asked of ${where}`),
    `Identity ${identity}, tenant ${tenantId}, principal ${principalId}.`,
    `Looked at ${subscriptions.lookedAt} of ${subscriptions.listed} subscriptions. Nothing was written: ${told(requests)}.`,
  ];
  const sections = SECTIONS.flatMap(([verdict, title, mark, color]) => {
    const found = report.assumptions.filter((each) => each.verdict === verdict);
    if (found.length === 0) return [];
    return [
      '',
      style('bold', `${title} (${found.length})`),
      ...found.flatMap((each) => lines(each, mark, color)),
    ];
  });
  const { confirmed, differs } = totals;
  const foot = `${confirmed} confirmed, ${differs} ${differs === 1 ? 'differs' : 'differ'}, ${totals['not-seen']} could not be seen.`;
  return clean([...head, ...sections, '', foot].join('\n'), showIds);
}

function lines(judged: Judged, mark: string, color: Style): string[] {
  const { assumption, assumed, seen } = judged;
  const first = `  ${style(color, mark)} ${assumption}: ${assumed}`;
  if (judged.verdict !== 'not-seen') return [first, `      Seen: ${seen}`];
  return [first, `      Why: ${seen}`, `      What would show it: ${judged.wouldShow}`];
}

function told(requests: Record<string, number>): string {
  return Object.entries(requests)
    .map(([request, count]) => `${count} × ${request}`)
    .join(', ');
}

function clean(text: string, showIds: boolean): string {
  const tokenless = text.replaceAll(TOKEN, '(a token)');
  return showIds ? tokenless : tokenless.replaceAll(GUID, (_, end: string) => `…${end.slice(-4)}`);
}
