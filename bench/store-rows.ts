// Rows as the first run over a fleet makes them: subscriptions delegated as a whole, with two roles each.
import { createCatalogue } from '../src/domain/catalogue.ts';
import { nextRow, type Moment } from '../src/domain/next-row.ts';
import type { SubscriptionRow } from '../src/domain/row.ts';
import type { Standing } from '../src/domain/standing.ts';

const PROVIDER_TENANT = guid('7e4a', 1);
const PRINCIPAL = guid('0b1d', 1);
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const SUPPORT_REQUEST_CONTRIBUTOR = 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e';

const STANDING: Standing = {
  principal: { principalId: PRINCIPAL, groups: { kind: 'off' } },
  wantedPartnerId: '7000001',
  link: { kind: 'linked', partnerId: '7000001', version: 1 },
  catalogue: createCatalogue(),
};
const MOMENT: Moment = {
  identity: 'default',
  runId: '20260101T061700Z-00000001',
  now: '2026-01-01T06:17:00.000Z',
  baseline: true,
};

export function rowsOfFleet(count: number): SubscriptionRow[] {
  return Array.from({ length: count }, (_, at) => rowOf(at));
}

function rowOf(number: number): SubscriptionRow {
  const subscriptionId = guid('5ab5', number);
  const id = `/subscriptions/${subscriptionId}`;
  const services = `${id}/providers/Microsoft.ManagedServices`;
  const tenantId = guid('c057', Math.floor(number / 5));
  const { row } = nextRow(
    undefined,
    {
      kind: 'delegated',
      subscription: { subscriptionId, displayName: `Subscription ${number}`, tenantId, state: 'Enabled' },
      delegations: [
        {
          scope: { id, kind: 'subscription', subscriptionId },
          definitionId: `${services}/registrationDefinitions/${guid('def1', number)}`,
          definitionName: 'Fleet care',
          provisioningState: 'Succeeded',
          managedByTenantId: PROVIDER_TENANT,
          manageeTenantName: `Customer ${Math.floor(number / 5)}`,
          authorizations: [READER, SUPPORT_REQUEST_CONTRIBUTOR].map((roleDefinitionId) => ({
            principalId: PRINCIPAL,
            roleDefinitionId,
          })),
          eligibleAuthorizations: [],
        },
      ],
    },
    STANDING,
    MOMENT,
  );
  if (row === undefined) throw new Error('What is delegated has a row.');
  return row;
}

function guid(kind: string, number: number): string {
  return `${kind}be4c-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
