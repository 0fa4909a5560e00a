// Deployed by a customer into one subscription: delegates it through Azure Lighthouse to the provider's service principal, with the least that is credited. All roles of that principal are permanent.

targetScope = 'subscription'

@description('Keep it the same whenever this is deployed again: another name is another offer.')
param mspOfferName string = 'Lighthouse Keeper'

@description('Tenant id of the provider (PROVIDER_TENANT_ID).')
param managedByTenantId string

@description('Object id of the provider\'s service principal (enterprise application), as GET /api/status shows it. Not the client id.')
param principalId string

var name = guid(mspOfferName, managedByTenantId)

resource registrationDefinition 'Microsoft.ManagedServices/registrationDefinitions@2022-10-01' = {
  name: name
  properties: {
    registrationDefinitionName: mspOfferName
    description: 'Partner recognition and support requests.'
    managedByTenantId: managedByTenantId
    authorizations: [
      {
        principalId: principalId
        principalIdDisplayName: 'Lighthouse Keeper (Reader)'
        roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
      }
      {
        principalId: principalId
        principalIdDisplayName: 'Lighthouse Keeper (Support Request Contributor)'
        roleDefinitionId: 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e'
      }
      {
        principalId: principalId
        principalIdDisplayName: 'Lighthouse Keeper (Managed Services Registration assignment Delete Role)'
        roleDefinitionId: '91c1777a-f3dc-4fae-b103-61d183457e46'
      }
    ]
  }
}

resource registrationAssignment 'Microsoft.ManagedServices/registrationAssignments@2022-10-01' = {
  name: name
  properties: {
    registrationDefinitionId: registrationDefinition.id
  }
}

output offer string = mspOfferName
