// A bare list of authorizations, read as the one definition that it stands for, assigned to a subscription.
import { field, type JsonObject } from './json.ts';
import type { OffersRead, Place } from './offer.ts';
import { Budget, TemplateScope } from './scope.ts';

export function readList(list: JsonObject, tenantId: string): OffersRead {
  const scope = new TemplateScope({}, new Map(), new Budget());
  const place: Place = { kind: 'subscription', group: '' };
  const offer = {
    path: [],
    propertiesPath: [],
    name: '',
    writtenName: '',
    offerName: undefined,
    managedByTenantId: scope.evaluate(field(list, 'managedByTenantId') ?? tenantId),
    authorizations: scope.evaluate(field(list, 'authorizations') ?? null),
    eligibleAuthorizations: scope.evaluate(field(list, 'eligibleAuthorizations') ?? null),
    hasPlan: false,
    assignedTo: [place],
  };
  return { isLighthouse: true, offers: [offer], open: [], assigns: true, misplaced: [] };
}
