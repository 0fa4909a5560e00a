// Holds the app settings that are secrets, one secret each. Only made where there are any.
param name string
param location string
param tags object
param isPrivate bool

@description('Object id of what may read the secrets.')
param readerPrincipalId string

@description('Names of the app settings.')
param settings string[]

@description('Values by name of the app setting.')
@secure()
param values object

// Key Vault Secrets User
var readerRole = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    // What is in it can be made anew at any time: a name that is free again soon is worth more than a long way back.
    softDeleteRetentionInDays: 7
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource secrets 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = [
  for setting in settings: if (!empty(values[?setting] ?? '')) {
    parent: vault
    name: toLower(replace(setting, '_', '-'))
    properties: { value: values[?setting] ?? '', contentType: setting }
  }
]

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, readerPrincipalId, readerRole)
  scope: vault
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readerRole)
  }
}
