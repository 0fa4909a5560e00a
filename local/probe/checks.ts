// One check for each assumption: the type holds them to be all of them.
import { defaultAssumptions, type Assumptions } from '../cloud/assumptions.ts';
import { DELEGATION_CHECKS } from './delegation-checks.ts';
import { LINK_CHECKS } from './link-checks.ts';
import { OTHER_CHECKS } from './other-checks.ts';
import type { Sight } from './sight.ts';
import { SUBSCRIPTION_CHECKS } from './subscription-checks.ts';
import type { Check, Verdict } from './verdict.ts';

const CHECKS: Record<keyof Assumptions, Check> = {
  ...LINK_CHECKS,
  ...SUBSCRIPTION_CHECKS,
  ...DELEGATION_CHECKS,
  ...OTHER_CHECKS,
};

export type Judged = Verdict & { assumption: keyof Assumptions; assumed: string };

/** In the order of the README. */
export function judge(sight: Sight): Judged[] {
  return (Object.keys(defaultAssumptions) as (keyof Assumptions)[]).map((assumption) => ({
    assumption,
    assumed: CHECKS[assumption].assumed,
    ...CHECKS[assumption].judge(sight),
  }));
}
