using '../../../infra/main.bicep'

param environmentName = 'keeper-test'
param location = 'westeurope'
param cloud = loadJsonContent('cloud-public.json')
param partnerId = '4242424'
param clientId = '7c11e47a-2d58-4e0f-9b36-51a8d4f0c001'
param principalId = '5b0f2d6e-8f44-4c1a-9e0d-2a7b6c3d4001'
param authMode = 'entra'
param authAudience = '0f1a5c3e-52d7-4a8a-9d1e-6b7c8d9e0001,api://0f1a5c3e-52d7-4a8a-9d1e-6b7c8d9e0001'
param authTenantId = '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b009'
param alertEmail = 'operations@example.com'
param nodeVersion = '24'
