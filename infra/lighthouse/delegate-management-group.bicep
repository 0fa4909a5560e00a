// Deployed by a customer into a management group: a policy that delegates every subscription of the group, now and in
// future, through Azure Lighthouse to the provider's service principal. Lighthouse itself knows no management groups.
// What it deploys into each subscription is delegate-subscription.json, unchanged.

targetScope = 'managementGroup'

@description('Tenant id of the provider (PROVIDER_TENANT_ID).')
@minLength(36)
@maxLength(36)
param managedByTenantId string

@description('Object id of the provider\'s service principal (enterprise application), as GET /api/status shows it. Not the client id.')
@minLength(36)
@maxLength(36)
param principalId string

@description('Keep it the same whenever this is deployed again: another name is another offer.')
@minLength(1)
param mspOfferName string = 'Lighthouse Keeper'

@description('Where the policy\'s managed identity and its deployments are recorded.')
param location string = deployment().location

@description('Disabled takes the policy out of force without removing it.')
@allowed([
  'DeployIfNotExists'
  'Disabled'
])
param effect string = 'DeployIfNotExists'

// Definition and assignment bear the same name in every subscription: a delegation of another offer does not pass for this one.
var name = guid(mspOfferName, managedByTenantId)
// Only Owner holds all that the deployment needs: write role assignments, deployments and Microsoft.ManagedServices.
var ownerId = tenantResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')
var stringParameter = {
  type: 'String'
}

resource definition 'Microsoft.Authorization/policyDefinitions@2023-04-01' = {
  name: name
  properties: {
    displayName: 'Delegate subscriptions through Azure Lighthouse (${mspOfferName})'
    description: 'Delegates each subscription to the provider\'s service principal with Reader, Support Request Contributor and the right to remove the delegation again, all permanent.'
    policyType: 'Custom'
    mode: 'All'
    metadata: {
      category: 'Lighthouse'
    }
    parameters: {
      managedByTenantId: stringParameter
      principalId: stringParameter
      mspOfferName: stringParameter
      definitionName: stringParameter
      effect: {
        type: 'String'
        allowedValues: [
          'DeployIfNotExists'
          'Disabled'
        ]
      }
    }
    policyRule: {
      if: {
        field: 'type'
        equals: 'Microsoft.Resources/subscriptions'
      }
      then: {
        effect: '[parameters(\'effect\')]'
        details: {
          type: 'Microsoft.ManagedServices/registrationDefinitions'
          name: '[parameters(\'definitionName\')]'
          deploymentScope: 'Subscription'
          existenceScope: 'Subscription'
          roleDefinitionIds: [
            ownerId
          ]
          existenceCondition: {
            field: 'Microsoft.ManagedServices/registrationDefinitions/managedByTenantId'
            equals: '[parameters(\'managedByTenantId\')]'
          }
          deployment: {
            location: location
            properties: {
              mode: 'Incremental'
              parameters: {
                managedByTenantId: {
                  value: '[parameters(\'managedByTenantId\')]'
                }
                principalId: {
                  value: '[parameters(\'principalId\')]'
                }
                mspOfferName: {
                  value: '[parameters(\'mspOfferName\')]'
                }
              }
              template: loadJsonContent('delegate-subscription.json')
            }
          }
        }
      }
    }
  }
}

resource policyAssignment 'Microsoft.Authorization/policyAssignments@2023-04-01' = {
  // At most 24 characters at a management group.
  name: substring(name, 0, 23)
  location: location
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    displayName: 'Delegate subscriptions through Azure Lighthouse (${mspOfferName})'
    policyDefinitionId: definition.id
    parameters: {
      managedByTenantId: {
        value: managedByTenantId
      }
      principalId: {
        value: principalId
      }
      mspOfferName: {
        value: mspOfferName
      }
      definitionName: {
        value: name
      }
      effect: {
        value: effect
      }
    }
    nonComplianceMessages: [
      {
        message: 'Not delegated under the offer \'${mspOfferName}\': run a remediation task, or wait where the subscription is new.'
      }
    ]
  }
}

resource ownership 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(managementGroup().id, policyAssignment.id, ownerId)
  properties: {
    principalId: policyAssignment.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: ownerId
    description: 'Lets the policy write the delegation into each subscription. Remove it together with the policy.'
  }
}

@description('What a remediation task is started with: by its name alone the Azure CLI finds it only from a subscription of this group.')
output policyAssignmentId string = policyAssignment.id
