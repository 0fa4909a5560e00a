// A subscription as it is remembered: contract §8.
import * as z from 'zod';
import { component } from '../component.ts';
import { listOf } from './list.ts';
import { findingCode, guid, identityName, recognition, scopeId, time } from './words.ts';

export const finding = component(
  'Finding',
  z
    .object({
      code: findingCode,
      message: z.string().describe('What was seen, for people.'),
      fix: z.string().describe('What mends it.'),
      scope: scopeId.optional(),
    })
    .describe('A reason, with what mends it. `scope` is absent where it is about the whole or about none.'),
  {
    code: 'role-not-eligible',
    message: 'Holds only Reader: no role that counts for partner earned credit.',
    fix: 'Redeploy the delegation (same offer name) with a permanent Support Request Contributor for this principal, beside Reader.',
    scope: '/subscriptions/3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
  },
);

export const condition = component(
  'Condition',
  z
    .object({
      type: z.enum(['Linked', 'Delegated', 'RoleEligible', 'WholeSubscription', 'Observed']),
      status: z.enum(['True', 'False', 'Unknown']).describe('`Unknown` is not `False`.'),
      reason: z.string().describe('In CamelCase, for programs.'),
      message: z.string().describe('For people.'),
      lastTransitionTime: time.describe('Since when the status is what it is.'),
    })
    .describe('One of the things that must hold for a subscription to earn.'),
  {
    type: 'RoleEligible',
    status: 'False',
    reason: 'RoleNotEligible',
    message: 'Holds only Reader: no role that counts for partner earned credit.',
    lastTransitionTime: '2026-02-27T18:17:20.114Z',
  },
);

const role = z.object({
  roleDefinitionId: guid,
  roleName: z.string(),
  principalId: guid,
  via: z.enum(['principal', 'group']).describe('Named itself, or through a group that it is in.'),
  permanent: z.boolean().describe('Just-in-time roles never count.'),
  eligibility: z
    .enum(['yes', 'no', 'unlisted'])
    .describe("Whether the role counts, by Microsoft's table; `unlisted`: the table does not say."),
});

const scope = component(
  'Scope',
  z
    .object({
      id: scopeId,
      kind: z.enum(['subscription', 'resourceGroup']),
      recognition,
      findings: z.array(finding),
      delegations: z.array(
        z.object({
          definitionId: z.string().describe('ARM id of the registration definition.'),
          definitionName: z.string().describe('Name of the offer.'),
          provisioningState: z.string().describe('As Azure spells it.'),
          roles: z.array(role).describe('What the principal holds by it.'),
        }),
      ),
    })
    .describe('A subscription or a resource group that is delegated.'),
);

/** What a check of a subscription that is not visible may have to leave out stands apart. */
export const subscriptionFields = {
  identity: identityName,
  subscriptionId: guid,
  displayName: z.string(),
  tenantId: guid.describe("The customer's (home) tenant."),
  tenantName: z.string().optional(),
  state: z.enum(['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted']).describe('As Azure says it.'),
  recognition,
  conditions: z.array(condition),
  findings: z.array(finding).describe('Its own and those of its scopes, which have `scope`.'),
  scopes: z.array(scope).describe('What is delegated of it.'),
  since: time.describe('Since when its recognition is what it is.'),
  observedAt: time.describe('End of the last run that read it.'),
};

const EXAMPLE_SCOPE = '/subscriptions/3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60';
const DEFINITION = '/providers/Microsoft.ManagedServices/registrationDefinitions/';

export const subscription = component(
  'Subscription',
  z.object(subscriptionFields).describe('A delegated subscription of a customer, and whether it earns.'),
  {
    identity: 'default',
    subscriptionId: '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
    displayName: 'Birkenhof production',
    tenantId: 'c8f0a4de-51b7-4f6c-8a39-0d2e6b7f1a11',
    tenantName: 'Birkenhof Dairy',
    state: 'Enabled',
    recognition: 'pec',
    conditions: [
      {
        type: 'Linked',
        status: 'True',
        reason: 'LinkRight',
        message: 'The principal is linked to partner ID 4242424.',
        lastTransitionTime: '2026-02-27T18:17:20.114Z',
      },
    ],
    findings: [],
    scopes: [
      {
        id: EXAMPLE_SCOPE,
        kind: 'subscription',
        recognition: 'pec',
        findings: [],
        delegations: [
          {
            definitionId: `${EXAMPLE_SCOPE}${DEFINITION}5f0c9f1e-7c3a-4f57-9d46-2b1f8a6e3c22`,
            definitionName: 'Managed services',
            provisioningState: 'Succeeded',
            roles: [
              {
                roleDefinitionId: 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e',
                roleName: 'Support Request Contributor',
                principalId: '9a4be5d1-0b6c-4e8f-a1d2-6c3f7e8b9d33',
                via: 'principal',
                permanent: true,
                eligibility: 'yes',
              },
            ],
          },
        ],
      },
    ],
    since: '2026-02-27T18:17:20.114Z',
    observedAt: '2026-03-01T06:17:21.480Z',
  },
);

export const subscriptionList = listOf('SubscriptionList', subscription);
