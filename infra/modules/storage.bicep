// The one storage account: the package of the app, what the Functions host remembers (blobs), and the state (a table,
// which the app makes). Nothing else is in it, so roles on the account reach no further. No keys, no SAS.
param name string
param location string
param tags object
param sku string
param isPrivate bool

@description('Object id of the identity that the host and the app run as.')
param hostPrincipalId string

@description('Object id of the principal that opens the state, where that is another one.')
param statePrincipalId string

var packageContainerName = 'app-package'
var blobOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
var tableContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor
var hostGrants = map([blobOwner, tableContributor], role => { role: role, principalId: hostPrincipalId })
var stateGrants = empty(statePrincipalId) ? [] : [{ role: tableContributor, principalId: statePrincipalId }]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    allowedCopyScope: 'AAD'
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource package 'containers' = {
      name: packageContainerName
      properties: { publicAccess: 'None' }
    }
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in concat(hostGrants, stateGrants): {
    name: guid(account.id, grant.principalId, grant.role)
    scope: account
    properties: {
      principalId: grant.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
    }
  }
]

output name string = account.name
output packageContainer string = packageContainerName
