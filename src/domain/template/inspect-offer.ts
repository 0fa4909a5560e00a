// Holds one registration definition against what Lighthouse takes, and several against each other.
import { isGuid } from './guid.ts';
import type { Inspected, Provider } from './inspect-authorization.ts';
import { inspectList } from './inspect-list.ts';
import { toPointer } from './json.ts';
import type { Offer, Open } from './offer.ts';
import { refusal, type Refusal } from './refusal.ts';
import { Unresolved } from './value.ts';

export interface InspectedOffer {
  offer: Offer;
  /** GUID in lower case; absent where it is wrong or cannot be told. */
  tenant?: string | undefined;
  permanent: Inspected[];
  eligible: Inspected[];
  refused: Refusal[];
  open: Open[];
}

export function inspectOffer(offer: Offer, provider: Provider): InspectedOffer {
  const { propertiesPath, managedByTenantId, authorizations, eligibleAuthorizations } = offer;
  // What a Marketplace offer authorizes stands in Partner Center.
  const isElsewhere = offer.hasPlan && authorizations === undefined;
  const permanent = isElsewhere
    ? []
    : inspectList(authorizations ?? null, 'permanent', [...propertiesPath, 'authorizations'], provider);
  const eligible =
    eligibleAuthorizations === undefined || eligibleAuthorizations === null
      ? []
      : inspectList(
          eligibleAuthorizations,
          'eligible',
          [...propertiesPath, 'eligibleAuthorizations'],
          provider,
        );
  const tenantPointer = toPointer([...propertiesPath, 'managedByTenantId']);
  const all = [...permanent, ...eligible];
  const refused = all.flatMap((each) => each.refused);
  const open = all.flatMap((each) => each.open);
  if (isElsewhere)
    open.push({
      pointer: toPointer([...offer.path, 'plan']),
      message: 'What a Marketplace offer authorizes stands in Partner Center, not in the template.',
    });
  if (managedByTenantId instanceof Unresolved)
    open.push({ pointer: tenantPointer, message: managedByTenantId.why });
  else if (!isGuid(managedByTenantId) && !isElsewhere) refused.push(refusal('tenant-missing', tenantPointer));
  const tenant = isGuid(managedByTenantId) ? managedByTenantId.toLowerCase() : undefined;
  return { offer, tenant, permanent, eligible, refused, open };
}

/** Two offers of one name at one scope: Azure answers that another registration assignment is present there. */
export function offerNamesTwice(offers: readonly InspectedOffer[]): Refusal[] {
  const taken = new Set<string>();
  return offers.flatMap(({ offer, tenant }) => {
    const { offerName, assignedTo, propertiesPath } = offer;
    if (typeof offerName !== 'string') return [];
    const keys = new Set(
      assignedTo.map(({ kind, group }) => JSON.stringify([tenant, kind, group, offerName])),
    );
    const isTwice = [...keys].some((key) => taken.has(key));
    for (const key of keys) taken.add(key);
    const pointer = toPointer([...propertiesPath, 'registrationDefinitionName']);
    return isTwice ? [refusal('offer-name-twice', pointer, offerName)] : [];
  });
}
