// A network of its own: the app goes out through one subnet, storage and Key Vault are reached in the other.
param token string
param location string
param tags object
param storageName string

@description('Empty where there is no vault.')
param vaultName string

@description('core.windows.net or what stands for it in this cloud.')
param storageSuffix string

@description('.vault.azure.net or what stands for it in this cloud.')
param vaultSuffix string

var vaultTargets = empty(vaultName)
  ? []
  : [
      {
        group: 'vault'
        id: resourceId('Microsoft.KeyVault/vaults', vaultName)
        zone: 'privatelink${replace(vaultSuffix, '.vault.', '.vaultcore.')}'
      }
    ]
var storageTargets = map(['blob', 'table'], service => {
  group: service
  id: resourceId('Microsoft.Storage/storageAccounts', storageName)
  zone: 'privatelink.${service}.${storageSuffix}'
})

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'vnet-${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.79.0.0/24'] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.79.0.0/26'
          // Entra, Azure Resource Manager and the receivers of messages are on the internet.
          defaultOutboundAccess: true
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.79.0.64/27'
          defaultOutboundAccess: false
        }
      }
    ]
  }

  resource app 'subnets' existing = { name: 'app' }
  resource endpoints 'subnets' existing = { name: 'endpoints' }
}

module endpoint 'private-endpoint.bicep' = [
  for target in concat(storageTargets, vaultTargets): {
    name: 'private-endpoint-${target.group}'
    params: {
      name: 'pe-${target.group}-${token}'
      location: location
      tags: tags
      groupId: target.group
      targetId: target.id
      zoneName: target.zone
      networkId: network.id
      subnetId: network::endpoints.id
    }
  }
]

output appSubnetId string = network::app.id
