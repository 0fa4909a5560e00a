// The template that customers deploy: what it delegates earns, and Lighthouse takes it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { assessSubscription } from '../../src/domain/assess.ts';
import { createCatalogue } from '../../src/domain/catalogue.ts';
import { delegation, ours, standing } from '../domain/fixtures.ts';

const template = z
  .object({
    $schema: z.string(),
    resources: z.tuple([
      z.object({
        type: z.literal('Microsoft.ManagedServices/registrationDefinitions'),
        name: z.literal("[variables('name')]"),
        properties: z.object({
          authorizations: z.array(
            z.object({
              principalId: z.literal("[parameters('principalId')]"),
              roleDefinitionId: z.guid(),
              principalIdDisplayName: z.string(),
            }),
          ),
          eligibleAuthorizations: z.never().optional(),
        }),
      }),
      z.object({
        type: z.literal('Microsoft.ManagedServices/registrationAssignments'),
        name: z.literal("[variables('name')]"),
      }),
    ]),
  })
  .parse(
    JSON.parse(
      readFileSync(
        join(resolve(import.meta.dirname, '../..'), 'infra/lighthouse/delegate-subscription.json'),
        'utf8',
      ),
    ),
  );

const roles = template.resources[0].properties.authorizations.map(({ roleDefinitionId }) => roleDefinitionId);

it('earns in full, with nothing to remark', () => {
  const { recognition, findings } = assessSubscription('Enabled', [delegation(roles.map(ours))], standing());

  expect([recognition, findings]).toEqual(['pec', []]);
});

it('names only roles that Lighthouse takes, each as it is called', () => {
  const catalogue = createCatalogue();
  const shown = template.resources[0].properties.authorizations;

  expect(roles.map((role) => catalogue.lighthouse(role))).toEqual(['supported', 'supported', 'supported']);
  for (const { roleDefinitionId, principalIdDisplayName } of shown)
    expect(principalIdDisplayName.toLowerCase()).toContain(
      catalogue.roleName(roleDefinitionId).toLowerCase(),
    );
});

it('keeps to the schema of subscription deployments that Bicep takes as a module', () => {
  expect(template.$schema).toContain('/2018-05-01/subscriptionDeploymentTemplate.json');
});
