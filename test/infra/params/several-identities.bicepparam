using '../../../infra/main.bicep'

param environmentName = 'keeper-test'
param location = 'westeurope'
param cloud = loadJsonContent('cloud-public.json')
param partnerId = '0'
param keyVaultSettings = 'SOUTH_CLIENT_SECRET'
param identities = [
  {
    name: 'north'
    tenantId: '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b001'
    clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c001'
    partnerId: '4242424'
    credential: 'federated'
  }
  {
    name: 'south'
    tenantId: '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b002'
    clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c003'
    partnerId: '4646464'
    credential: 'secret'
    clientSecretSetting: 'SOUTH_CLIENT_SECRET'
  }
]
param roleOverrides = { 'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'no' }
