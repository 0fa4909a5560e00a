// The template check: whether a Lighthouse template, or a list of authorizations, will earn, and the same mended.
import { earns, inspectOffers, judgeOffers, type Judgement } from './judge-offers.ts';
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
  const inPlace =
    input.kind === 'template' ? mendInPlace(input.template, input.path.length, offers, judging) : undefined;
  const mended =
    inPlace !== undefined && earnsAlone(inPlace, judging) ? inPlace : plainTemplate(offers, judging);
  return { ...judgement, mended };
}

function readInput(input: TemplateInput, judging: Judging): OffersRead {
  return input.kind === 'list'
    ? readList(input.list, judging.tenantId)
    : readTemplate(input.template, input.parameters, input.path);
}

/** Without any parameters: what a customer gets must not rest on a file that may be lost. */
function earnsAlone(template: JsonObject, judging: Judging): boolean {
  const read = readTemplate(template, new Map(), []);
  return earns(judgeOffers(read, inspectOffers(read, judging), judging).recognition);
}
