using '../../../infra/main.bicep'

param environmentName = 'keeper-test'
param location = 'westeurope'
param cloud = loadJsonContent('cloud-public.json')
param partnerId = '4242424'
param clientId = '7c11e47a-2d58-4e0f-9b36-51a8d4f0c001'
param principalId = '5b0f2d6e-8f44-4c1a-9e0d-2a7b6c3d4001'
param credential = 'secret'
param keyVaultSettings = 'CLIENT_SECRET, NOTIFY_TEAMS_URL,NOTIFY_WEBHOOK_URL,NOTIFY_WEBHOOK_SECRET'
