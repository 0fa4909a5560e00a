using '../../../infra/main.bicep'

param environmentName = 'keeper-test'
param location = 'westeurope'
param cloud = loadJsonContent('cloud-public.json')
param partnerId = '4242424'
param credential = 'managed-identity'
