using '../../../../infra/lighthouse/delegate-subscription.bicep'

param managedByTenantId = '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b001'
param principalId = '5f0c9a3e-7b1d-4c28-9e64-2d8b71a0e001'
