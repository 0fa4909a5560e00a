// What the dashboard keeps of a row while it reads all of them: what a person may come to see, and no more.
import type { Finding } from '../finding.ts';
import type { KnownRecognition, Recognition } from '../recognition.ts';
import type { SubscriptionRow } from '../row.ts';
import { seenWord, type SeenWord } from '../word-change.ts';

export interface Line extends Pick<
  SubscriptionRow,
  'identity' | 'subscriptionId' | 'displayName' | 'tenantId' | 'tenantName' | 'recognition' | 'since'
> {
  /** Each thing said once, of however many scopes it is said. */
  findings: readonly Finding[];
  isRemoved: boolean;
  seen: SeenWord;
}

/** With what other rows and earlier runs tell about what is not recognised in full. */
export interface ToldLine extends Line {
  /** It earned more within the time that is looked back on, and no longer does. */
  fellFrom?: KnownRecognition;
  /** Names of the other identities through which it is recognised in full. */
  recognisedBy?: readonly string[];
}

const NONE: readonly Finding[] = [];

/** @param intern gives the same text for equal ones: most rows say the same, and ten thousand lines are held at once */
export function toLine(row: SubscriptionRow, intern: (text: string) => string): Line {
  const { identity, subscriptionId, displayName, tenantId, tenantName, recognition, since } = row;
  return {
    identity: intern(identity),
    subscriptionId,
    displayName,
    tenantId: intern(tenantId),
    ...(tenantName !== undefined && { tenantName: intern(tenantName) }),
    recognition,
    since: intern(since),
    findings: row.findings.length === 0 ? NONE : distinct(row.findings, intern),
    isRemoved: row.removedAt !== undefined,
    seen: seenWord(row),
  };
}

/** What earns in full and of which nothing is said needs nobody. */
export function needsLook({ recognition, findings }: Pick<Line, 'recognition' | 'findings'>): boolean {
  return recognition !== 'pec' || findings.length > 0;
}

export interface Filters {
  recognition?: Recognition | undefined;
  tenantId?: string | undefined;
  finding?: Finding['code'] | undefined;
}

/** Without a filter what needs a look; with any, whatever fits. */
export function accepts({ recognition, tenantId, finding }: Filters, line: Line): boolean {
  if (recognition === undefined && tenantId === undefined && finding === undefined) return needsLook(line);
  return (
    (recognition === undefined || line.recognition === recognition) &&
    (tenantId === undefined || line.tenantId === tenantId) &&
    (finding === undefined || line.findings.some(({ code }) => code === finding))
  );
}

function distinct(findings: readonly Finding[], intern: (text: string) => string): Finding[] {
  const said = new Set<string>();
  return findings.flatMap(({ code, message, fix }) => {
    const text = `${code} ${message}`;
    if (said.has(text)) return [];
    said.add(text);
    return [{ code, message: intern(message), fix: intern(fix) }];
  });
}

/** An `intern` for one reading. */
export function createInterner(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    known.set(text, text);
    return text;
  };
}
