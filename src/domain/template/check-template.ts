// The template check: whether a Lighthouse template, or a list of authorizations, will earn, and the same mended.
import { earns, inspectOffers, judgeOffers, type Judgement } from './judge-offers.ts';
import type { InspectedOffer } from './inspect-offer.ts';
import type { JsonObject, Path } from './json.ts';
import type { Judging } from './judging.ts';
import { mendInPlace, plainTemplate } from './mend.ts';
import type { OffersRead } from './offer.ts';
import { readList } from './read-list.ts';
import { readTemplate } from './read-template.ts';
import type { GivenParameters } from './scope.ts';

export type TemplateInput =
  /** `path`: of the template in the body. */
  | { kind: 'template'; template: JsonObject; parameters: GivenParameters; path: Path }
  /** `authorizations`, and perhaps `eligibleAuthorizations` and `managedByTenantId`. */
  | { kind: 'list'; list: JsonObject };

export interface TemplateCheck extends Judgement {
  /** Earns, and keeps every authorization that could be read and is not refused. */
  mended: JsonObject;
}

/** Never throws, whatever the template. @returns undefined where there is no Lighthouse resource in it */
export function checkTemplate(input: TemplateInput, judging: Judging): TemplateCheck | undefined {
  const read = readInput(input, judging);
  if (!read.isLighthouse) return undefined;
  const offers = inspectOffers(read, judging);
  const judgement = judgeOffers(read, offers, judging);
  return { ...judgement, mended: mend(input, offers, judging) };
}

function mend(input: TemplateInput, offers: readonly InspectedOffer[], judging: Judging): JsonObject {
  if (input.kind === 'template') {
    const { recognition, missing } = judgeAlone(input.template, judging);
    if (earns(recognition) && missing.length === 0) return input.template;
    const mended = mendInPlace(input.template, input.path.length, offers, judging);
    if (mended !== undefined && earns(judgeAlone(mended, judging).recognition)) return mended;
  }
  return plainTemplate(offers, judging);
}

function readInput(input: TemplateInput, judging: Judging): OffersRead {
  return input.kind === 'list'
    ? readList(input.list, judging.tenantId)
    : readTemplate(input.template, input.parameters, input.path);
}

/** Without any parameters: what a customer gets must not rest on a file that may be lost. */
function judgeAlone(template: JsonObject, judging: Judging): Judgement {
  const read = readTemplate(template, new Map(), []);
  return judgeOffers(read, inspectOffers(read, judging), judging);
}
