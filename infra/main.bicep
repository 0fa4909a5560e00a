// Lighthouse Keeper in a subscription of the provider: a resource group with everything in it. Deployed by azd
// (azure.yaml); what each part is for and may do stands in docs/permissions.md.
targetScope = 'subscription'

import { identityEntry } from 'modules/identity-entry.bicep'

@description('Name of the azd environment: it goes into the name of the resource group, and makes the other names unique.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of everything. Flex Consumption must be offered there.')
@minLength(1)
@metadata({ azd: { type: 'location' } })
param location string

@description('The Azure cloud that this is deployed to. Only to be given where there is none to ask.')
param cloud object = environment()

@description('The location (Associated Partner) ID, digits. Never the global one. With several identities give 0: it is not looked at.')
@minLength(1)
param partnerId string

@description('Tenant of the service principal that customers delegate to, if it is not that of this subscription.')
param providerTenantId string = ''

@description('Client id of the app registration: the hook makes one. With managed-identity it is that of the identity made here.')
param clientId string = ''

@description('Object id of its service principal (enterprise application): the hook finds it.')
param principalId string = ''

@description('How the app shows itself to Entra: federated needs no secret anywhere.')
@allowed(['federated', 'managed-identity', 'certificate', 'secret'])
param credential string = 'federated'

@description('For certificate: where the PEM file with certificate and key stands.')
param clientCertificatePath string = ''

@description('Several identities, in place of the settings above: IDENTITIES (README.md). Entries that use the managed identity need not name it.')
param identities identityEntry[] = []

// Empty settings have the defaults that the product gives them: README.md, 'Settings'.

@allowed(['', 'observe', 'create', 'heal'])
param linkPolicy string = ''

@description('NCRONTAB with six fields, UTC.')
param reconcileSchedule string = ''

@description('Subscriptions that are read at the same time, 1 to 256.')
param scanConcurrency string = ''

param scanSource string = ''

@description('Role definition ids, each yes or no, laid over the table of Microsoft.')
param roleOverrides { *: 'yes' | 'no' } = {}

@allowed(['', 'off', 'graph'])
param groupLookup string = ''

@description('The one table of the app. Another name is another memory.')
param storeTableName string = ''

@allowed(['', 'function-key', 'entra'])
param authMode string = ''

@description('What a function key may do.')
@allowed(['', 'operate', 'read'])
param functionKeyAccess string = ''

@description('For entra: the client id or application ID URI that tokens are meant for; several with commas between.')
param authAudience string = ''

@description('For entra: the tenant whose tokens count, if it is not that of the provider.')
param authTenantId string = ''

@description('App settings that hold a secret, with commas between: each becomes a reference to a Key Vault that is made for them.')
param keyVaultSettings string = ''

@description('Their values by name. One that is not given stays as it stands in the vault.')
@secure()
param secretValues object = {}

@description('Version of Node.js that the app runs on.')
@allowed(['22', '24'])
param nodeVersion string = '22'

@allowed([2048, 4096])
param instanceMemoryMB int = 2048

@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Storage and Key Vault are then reached through private endpoints alone.')
param privateNetwork bool = false

@description('How the state is replicated; zone-redundant where the region has zones.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Days that logs are kept. Up to 90 cost nothing more.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Who gets the alerts by mail. Without it and without a webhook they are only seen in the portal.')
param alertEmail string = ''

@description('A webhook that gets the alerts, in the common alert schema.')
@secure()
param alertWebhookUrl string = ''

@description('Hours without a completed run after which the alert comes, 1 to 47. More than the schedule leaves between runs.')
param noRunHours string = '13'

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var storageSuffix = cloud.suffixes.storage
var storageName = 'st${token}'
var blobUrl = 'https://${storageName}.blob.${storageSuffix}'
var vaultName = 'kv-${token}'
// The managed identity may also be the very principal that customers authorize.
var isItself = credential == 'managed-identity'
var authorizedPrincipalId = isItself ? identity.outputs.principalId : principalId
var secretSettings = filter(map(split(keyVaultSettings, ','), each => trim(each)), each => !empty(each))
var usesVault = !empty(secretSettings)
var entries = empty(identities) ? [{ credential: credential, principalId: principalId }] : identities
var usingIdentity = filter(entries, each => contains(['federated', 'managed-identity'], each.credential))
// Where no principal uses the managed identity, the first one opens the state itself (README.md, 'Settings').
var statePrincipalId = empty(usingIdentity) ? (first(entries).?principalId ?? '') : ''
var identityNames = empty(identities) ? ['default'] : map(identities, each => each.name)
var clouds = { azurecloud: 'public', azureusgovernment: 'usgovernment', azurechinacloud: 'china' }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: 'id-${token}', location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    retentionDays: logRetentionDays
    publisherPrincipalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: storageName
    location: location
    tags: tags
    sku: storageSku
    isPrivate: privateNetwork
    hostPrincipalId: identity.outputs.principalId
    statePrincipalId: statePrincipalId
  }
}

module keyVault 'modules/key-vault.bicep' = if (usesVault) {
  name: 'key-vault'
  scope: group
  params: {
    name: vaultName
    location: location
    tags: tags
    isPrivate: privateNetwork
    readerPrincipalId: identity.outputs.principalId
    settings: secretSettings
    values: secretValues
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    storageName: storage.outputs.name
    vaultName: usesVault ? vaultName : ''
    storageSuffix: storageSuffix
    vaultSuffix: cloud.suffixes.keyvaultDns
  }
  dependsOn: [keyVault]
}

module app 'modules/function-app.bicep' = {
  name: 'function-app'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    identityName: identity.outputs.name
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    packageUrl: '${blobUrl}/${storage.outputs.packageContainer}'
    portalOrigin: cloud.portal
  }
  // What it needs at its first start.
  dependsOn: [keyVault]
}

module settings 'modules/app-settings.bicep' = {
  name: 'app-settings'
  scope: group
  params: {
    appName: app.outputs.name
    insightsName: monitoring.outputs.insightsName
    identityClientId: identity.outputs.clientId
    blobUrl: blobUrl
    tableUrl: 'https://${storageName}.table.${storageSuffix}'
    vaultName: usesVault ? vaultName : ''
    secretSettings: secretSettings
    identities: identities
    chosen: {
      PROVIDER_TENANT_ID: empty(providerTenantId) ? tenant().tenantId : providerTenantId
      CLIENT_ID: isItself ? identity.outputs.clientId : clientId
      PARTNER_ID: partnerId
      PRINCIPAL_ID: authorizedPrincipalId
      CREDENTIAL: credential
      MANAGED_IDENTITY_CLIENT_ID: isItself || credential == 'federated' ? identity.outputs.clientId : ''
      CLIENT_CERTIFICATE_PATH: clientCertificatePath
      LINK_POLICY: linkPolicy
      RECONCILE_SCHEDULE: reconcileSchedule
      SCAN_CONCURRENCY: scanConcurrency
      SCAN_SOURCE: scanSource
      ROLE_OVERRIDES: empty(roleOverrides) ? '' : string(roleOverrides)
      GROUP_LOOKUP: groupLookup
      STORE_TABLE_NAME: storeTableName
      AUTH_MODE: authMode
      FUNCTION_KEY_ACCESS: functionKeyAccess
      AUTH_AUDIENCE: authAudience
      AUTH_TENANT_ID: authTenantId
      AZURE_CLOUD: clouds[toLower(cloud.name)]
    }
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceName: monitoring.outputs.workspaceName
    identities: identityNames
    noRunHours: noRunHours
    email: alertEmail
    webhookUrl: alertWebhookUrl
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: { location: location, tags: tags, workspaceName: monitoring.outputs.workspaceName }
}

output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_API_NAME string = app.outputs.name
output SERVICE_API_HOST string = app.outputs.hostName

@description('Where the link into the custom deployment page leads.')
output AZURE_PORTAL_URL string = cloud.portal
output MANAGED_IDENTITY_NAME string = identity.outputs.name
output MANAGED_IDENTITY_CLIENT_ID string = identity.outputs.clientId
output MANAGED_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output STORAGE_ACCOUNT_NAME string = storage.outputs.name
output KEY_VAULT_NAME string = usesVault ? vaultName : ''
output LOG_ANALYTICS_WORKSPACE_NAME string = monitoring.outputs.workspaceName
output APPLICATION_INSIGHTS_NAME string = monitoring.outputs.insightsName

@description('Object id that customers must authorize in their delegations; empty where several identities are given.')
output AUTHORIZED_PRINCIPAL_ID string = empty(identities) ? authorizedPrincipalId : ''
