// The template that a customer deploys to delegate to one of our identities, and the check of any such template.
import { BUILT_IN_ROLES_DATE, createCatalogue } from '../domain/catalogue.ts';
import { findingsOfLink } from '../domain/assess.ts';
import type { Finding } from '../domain/finding.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import type { LinkObservation } from '../domain/link.ts';
import type { GroupMembership } from '../domain/role-verdict.ts';
import { armTemplate, type TemplateScopeName } from '../domain/template/arm-template.ts';
import { bicepTemplate } from '../domain/template/bicep-template.ts';
import { checkTemplate, type TemplateCheck, type TemplateInput } from '../domain/template/check-template.ts';
import type { Provider } from '../domain/template/inspect-authorization.ts';
import { inspectExtras, isEligible } from '../domain/template/inspect-extras.ts';
import type { Judging } from '../domain/template/judging.ts';
import type { OfferedAuthorization } from '../domain/template/offer.ts';
import type { Refusal } from '../domain/template/refusal.ts';
import type { Keeper } from './keeper.ts';

/** An identity among all of ours, whose principals Lighthouse treats alike. */
export interface Asked {
  keeper: Keeper;
  all: readonly Keeper[];
  /** National clouds take no eligible authorizations. */
  takesEligible: boolean;
}

export interface TemplateRequest {
  format: 'arm' | 'bicep';
  scope: TemplateScopeName;
  /** Beside our own three; those with a policy are eligible ones. */
  authorizations: readonly OfferedAuthorization[];
}

export type TemplateAnswer =
  | { kind: 'written'; fileName: string; text: string }
  /** Date (YYYY-MM-DD) of the list of built-in roles that roles were looked for in. */
  | { kind: 'refused'; refused: readonly Refusal[]; rolesDate: string }
  | { kind: 'principal-unknown' };

export type TemplateCheckAnswer =
  { kind: 'checked'; check: TemplateCheck } | { kind: 'not-lighthouse' } | { kind: 'principal-unknown' };

/** @throws StoreUnavailable */
export async function writeOnboardingTemplate(
  asked: Asked,
  request: TemplateRequest,
): Promise<TemplateAnswer> {
  const known = await provider(asked);
  if (known === undefined) return { kind: 'principal-unknown' };
  const { format, scope, authorizations: extras } = request;
  const refused = inspectExtras(extras, known.principalId, known.provider);
  if (refused.length > 0) return { kind: 'refused', refused, rolesDate: BUILT_IN_ROLES_DATE };
  const delegating = {
    scope,
    managedByTenantId: asked.keeper.identity.tenantId,
    principalId: known.principalId,
    authorizations: extras.filter((each) => !isEligible(each)),
    eligibleAuthorizations: extras.filter(isEligible),
  };
  const name = scope === 'subscription' ? 'delegate-subscription' : 'delegate-resource-group';
  return format === 'arm'
    ? {
        kind: 'written',
        fileName: `${name}.json`,
        text: `${JSON.stringify(armTemplate(delegating), null, 2)}\n`,
      }
    : { kind: 'written', fileName: `${name}.bicep`, text: bicepTemplate(delegating) };
}

/** @throws StoreUnavailable */
export async function checkOnboardingTemplate(
  asked: Asked,
  input: TemplateInput,
): Promise<TemplateCheckAnswer> {
  const known = await provider(asked);
  if (known === undefined) return { kind: 'principal-unknown' };
  const { identity, groupLookup } = asked.keeper;
  const judging: Judging = {
    ...known.provider,
    standing: {
      principal: { principalId: known.principalId, groups: GROUPS[groupLookup] },
      wantedPartnerId: identity.partnerId,
      link: { kind: 'linked', partnerId: identity.partnerId },
      catalogue: known.provider.catalogue,
    },
    tenantId: identity.tenantId,
    linkFindings: linkFindings(known.record, identity.partnerId),
  };
  const check = checkTemplate(input, judging);
  return check === undefined ? { kind: 'not-lighthouse' } : { kind: 'checked', check };
}

/** A check asks nothing of Azure: it answers at once, whatever the weather there. */
const GROUPS: Record<Keeper['groupLookup'], GroupMembership> = {
  off: { kind: 'off' },
  graph: { kind: 'unread', cause: 'Only runs look groups up, not the template check.' },
};

interface Known {
  principalId: string;
  record: IdentityRecord | undefined;
  provider: Provider;
}

async function provider({ keeper, all, takesEligible }: Asked): Promise<Known | undefined> {
  const known = await Promise.all(
    all.map(async ({ identity, store }) => {
      const record = await store.readIdentity(identity.name);
      return { identity, record, principalId: identity.principalId ?? record?.principalId };
    }),
  );
  const ours = known.find(({ identity }) => identity.name === keeper.identity.name);
  if (ours?.principalId === undefined) return undefined;
  const principals = known.flatMap(({ identity, principalId }) =>
    principalId === undefined ? [] : [{ clientId: identity.clientId, principalId }],
  );
  return {
    principalId: ours.principalId,
    record: ours.record,
    provider: {
      catalogue: createCatalogue(keeper.roleOverrides, ours.record?.roleNames),
      ownPrincipals: new Set(principals.map(({ principalId }) => principalId)),
      clientIds: new Map(principals.map(({ clientId, principalId }) => [clientId, principalId])),
      takesEligible,
    },
  };
}

/** What the last run saw of the link. */
function linkFindings(record: IdentityRecord | undefined, wantedPartnerId: string): Finding[] {
  return findingsOfLink(linkAsSeen(record), wantedPartnerId);
}

function linkAsSeen(record: IdentityRecord | undefined): LinkObservation {
  const link = record?.link;
  if (link === undefined) return { kind: 'unreadable', cause: 'No run has read it yet.' };
  if (link.state === 'none') return { kind: 'none' };
  if (link.partnerId !== undefined) return { kind: 'linked', partnerId: link.partnerId };
  const cause = link.conditions.find(({ type }) => type === 'Linked')?.message;
  return { kind: 'unreadable', cause: cause ?? 'The last run could not read it.' };
}
