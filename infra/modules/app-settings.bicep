// Every app setting: those of the product (README.md, 'Settings'), empty where nothing was chosen, so that the portal
// shows what there is; and the few that the Functions host reads.
param appName string
param insightsName string
param identityClientId string
param blobUrl string
param tableUrl string

@description('Settings of the product by name, but for those below.')
param chosen object

@description('Entries of IDENTITIES, none where the single settings are used.')
param identities array

@description('Empty where no setting is a secret.')
param vaultName string

@description('Names of the settings whose values stand in the vault.')
param secretSettings string[]

var usesIdentity = ['federated', 'managed-identity']
var completed = empty(identities)
  ? ''
  : string(map(
      identities,
      each =>
        contains(usesIdentity, each.credential) ? union({ managedIdentityClientId: identityClientId }, each) : each
    ))
var references = toObject(
  secretSettings,
  name => name,
  name => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${toLower(replace(name, '_', '-'))})'
)

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      chosen,
      {
        IDENTITIES: completed
        STORE: 'tables'
        STORE_PATH: ''
        STORE_TABLES_URL: tableUrl
        CLIENT_SECRET: ''
        NOTIFY_TEAMS_URL: ''
        NOTIFY_WEBHOOK_URL: ''
        NOTIFY_WEBHOOK_SECRET: ''
      },
      references,
      {
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identityClientId
        AzureWebJobsStorage__blobServiceUri: blobUrl
        AzureWebJobsStorage__tableServiceUri: tableUrl
        APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
        // Without languageWorkers__node__arguments: with any the host ends the Node.js that waits warm and starts another
        // at each cold start (https://github.com/Azure/azure-functions-host/issues/11535).
      }
    )
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}
