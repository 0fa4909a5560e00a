// Why a customer is missing from Microsoft's reports: every known reason answered from what is remembered of one
// subscription, and nothing called right that was not read (contract §7.5).
import type { Watch } from '../calendar.ts';
import type { Finding } from '../finding.ts';
import type { WordChange } from '../word-change.ts';
import {
  judgeAccess,
  judgeAuthorization,
  judgeProvisioning,
  judgeRemoval,
  judgeRoleEligible,
  judgeState,
  judgeWholeSubscription,
  judgeUsage,
} from './judge-access.ts';
import { found, OK, unseen, UNSEEN, type Judgement } from './judgement.ts';
import { REASON_CODES, REASONS, type ReasonCode } from './reason.ts';
import { reportsExpected, type ReportsExpected } from './reports-expected.ts';
import { sightOf, type LinkSight, type Remembered, type Sight } from './sight.ts';
import { judgeWholeDay } from './whole-day.ts';

export interface ReasonAnswer {
  /** 1 to 16 as in the facts, 17 to 21 of Keeper's own findings. */
  number: number;
  code: ReasonCode;
  title: string;
  answer: 'ok' | 'found' | 'cannot-be-seen-from-here';
  /** Of what was found. */
  finding?: Finding;
  /** Where to look for what cannot be seen from here. */
  look?: string;
}

export interface Diagnosis {
  subscriptionId: string;
  identity: string;
  /** ISO 8601 UTC: when the delegations were last read. */
  observedAt: string;
  /** By number. */
  reasons: ReasonAnswer[];
  reportsExpected: ReportsExpected;
}

export interface DiagnosisMatter extends Remembered {
  /** Of this subscription, newest first, back to where `readsBackTo` of the window of the whole day says. */
  words: readonly WordChange[];
  watch: Watch;
}

export function diagnose(matter: DiagnosisMatter): Diagnosis {
  const sight = sightOf(matter);
  const judgements = judgeAll(sight, matter);
  const reasons = REASON_CODES.map((code) => toAnswer(code, judgements[code]));
  const { subscriptionId, identity } = matter.row;
  return {
    subscriptionId,
    identity,
    observedAt: sight.observedAt,
    reasons,
    reportsExpected: reportsExpected(sight, firstFound(sight, judgements)),
  };
}

function judgeAll(sight: Sight, matter: DiagnosisMatter): Record<ReasonCode, Judgement> {
  const { link, principalDoubt } = sight;
  return {
    'no-access': judgeAccess(sight),
    'no-usage': judgeUsage(sight),
    'principal-gone': principalDoubt === undefined ? OK : unseen(principalDoubt),
    'partner-id-deleted': UNSEEN,
    'role-not-eligible': judgeRoleEligible(sight),
    'not-whole-day': judgeWholeDay(sight, matter),
    'link-in-wrong-tenant': judgeLinkTenant(link),
    'no-authorization': judgeAuthorization(sight),
    'delegation-removed': judgeRemoval(sight),
    'other-organisation': UNSEEN,
    'offer-not-eligible': UNSEEN,
    'agreement-not-active': UNSEEN,
    'legacy-invoice': UNSEEN,
    'report-not-refreshed': UNSEEN,
    'report-filter': UNSEEN,
    'moved-to-modern-commerce': UNSEEN,
    'link-missing': judgeLink(link, 'none'),
    'link-other-partner': judgeLink(link, 'other'),
    'resource-group-only': judgeWholeSubscription(sight),
    'delegation-not-succeeded': judgeProvisioning(sight),
    'subscription-not-enabled': judgeState(sight),
  };
}

/** A link that was seen answers both: none is not another's, and another's is not none. */
function judgeLink(link: LinkSight, wrong: 'none' | 'other'): Judgement {
  if (link.kind === 'right') return OK;
  if (link.kind === wrong) return found(link.finding);
  return link.doubt === undefined ? OK : unseen(link.doubt);
}

/** A link made elsewhere does not show here, and one to another partner says nothing about it. */
function judgeLinkTenant(link: LinkSight): Judgement {
  if (link.kind === 'right') return OK;
  return unseen(link.kind === 'unseen' ? link.doubt : link.finding.message);
}

/** What costs the recognition stands first in the row; else, for it may not be told there, what a reason found. */
function firstFound({ row }: Sight, judgements: Record<ReasonCode, Judgement>): Finding | undefined {
  const [first] = row.findings;
  if (first !== undefined) return first;
  return REASON_CODES.map((code) => judgements[code]).find((each) => each.kind === 'found')?.finding;
}

function toAnswer(code: ReasonCode, judgement: Judgement): ReasonAnswer {
  const { number, title, look } = REASONS[code];
  const reason = { number, code, title };
  switch (judgement.kind) {
    case 'ok':
      return { ...reason, answer: 'ok' };
    case 'found':
      return { ...reason, answer: 'found', finding: judgement.finding };
    case 'unseen': {
      const { why } = judgement;
      return {
        ...reason,
        answer: 'cannot-be-seen-from-here',
        look: why === undefined ? look : `${why} ${look}`,
      };
    }
  }
}
