// The link as status and answers show it: with its condition, and since when.
import { toConditions, type Condition } from './condition.ts';
import { toLink, type Link, type LinkObservation } from './link.ts';
import { linkedVerdict } from './verdicts.ts';

export type LinkStanding = Link & { conditions: Condition[] };

/** @param earlier as it was shown before @param now ISO 8601 UTC */
export function standingOf(
  seen: LinkObservation,
  wantedPartnerId: string,
  earlier: LinkStanding | undefined,
  now: string,
): LinkStanding {
  const verdicts = [linkedVerdict(seen, wantedPartnerId)];
  return {
    ...toLink(seen, wantedPartnerId),
    conditions: toConditions(verdicts, earlier?.conditions ?? [], now),
  };
}

/** The link as it was just read, for a caller. */
export interface LinkView {
  tenantId: string;
  /** As the token says; absent where there was none, and so nothing was read. */
  principalId?: string;
  link: LinkStanding & {
    /** What the next run will do about it. */
    note?: string;
  };
}
