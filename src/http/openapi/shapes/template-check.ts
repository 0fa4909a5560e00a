// The template check: contract §7.4. What it takes is told here in words of a schema; the parser itself
// (template-check-request.ts) tells the three forms apart by hand, so that each wrong field gets an error of its own.
import * as z from 'zod';
import { REFUSAL_CODES } from '../../../domain/template/refusal.ts';
import { extras } from '../../onboarding-template-request.ts';
import { component } from '../component.ts';
import { finding } from './subscription.ts';
import { guid, recognition } from './words.ts';

const json = z.record(z.string(), z.unknown());

const parameterValues = z.record(
  z.string(),
  z.union([
    z.looseObject({ value: z.unknown().refine((value) => value !== undefined) }),
    z.looseObject({ reference: z.unknown() }).describe('Into a key vault: what needs it stays open.'),
  ]),
);

const wrapped = z.strictObject({
  template: json.describe('An ARM template.'),
  parameters: z
    .union([parameterValues, z.looseObject({ parameters: parameterValues })])
    .optional()
    .describe('A parameter file, or its inside: `{name: {value}}`.'),
});

const notWrapped = z.never().optional().describe('Else it is the other form.');
const bare = z
  .union([
    z.looseObject({ resources: z.unknown(), template: notWrapped }),
    z.looseObject({ $schema: z.unknown(), template: notWrapped }),
  ])
  .describe('An ARM template itself: what has `resources` or `$schema`.');

const list = z.strictObject({
  authorizations: z.array(z.unknown()),
  eligibleAuthorizations: z.array(z.unknown()).optional(),
  managedByTenantId: z.guid().optional(),
});

const EXAMPLE_LIST = {
  authorizations: [
    {
      principalId: '9a4be5d1-0b6c-4e8f-a1d2-6c3f7e8b9d33',
      roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    },
  ],
};

export const templateToCheck = component(
  'TemplateToCheck',
  z
    .union([wrapped, list, bare])
    .describe(
      'A Lighthouse template with its parameters, a bare template, or a list of authorizations. Nested at most 100 deep.',
    ),
  EXAMPLE_LIST,
);

const place = { pointer: z.string().describe('Into the body (RFC 6901).'), message: z.string() };

export const templateCheck = component(
  'TemplateCheck',
  z
    .object({
      recognition: recognition.describe('What it will be, as if the partner link were right.'),
      carriedBy: z
        .object({ principalId: guid, roleDefinitionId: guid, roleName: z.string() })
        .nullable()
        .describe('The authorization that makes it earn.'),
      refused: z
        .array(z.object({ ...place, code: z.enum(REFUSAL_CODES) }))
        .describe('What Azure Lighthouse refuses: any of it fails the whole deployment.'),
      missing: z.array(
        z.union([
          z.object({ roleDefinitionId: guid, roleName: z.string(), why: z.string() }),
          z.object({ resourceType: z.string(), why: z.string() }),
        ]),
      ),
      findings: z.array(finding),
      unresolved: z
        .array(z.object(place))
        .describe('What could not be worked out; while there is anything, the word is `unknown` at best.'),
      mended: json.describe('The same as an ARM template that earns.'),
    })
    .describe('Whether a template earns, and why not.'),
  {
    recognition: 'pal-only',
    carriedBy: null,
    refused: [],
    missing: [
      {
        roleDefinitionId: 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e',
        roleName: 'Support Request Contributor',
        why: 'No permanent role for this principal counts for partner earned credit; this is the least that does.',
      },
    ],
    findings: [],
    unresolved: [],
    mended: {
      $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
    },
  },
);

export const armTemplate = component(
  'ArmTemplate',
  z
    .looseObject({ $schema: z.string(), contentVersion: z.string(), resources: z.array(json) })
    .describe('An ARM template of a subscription deployment.'),
);

export const furtherAuthorizations = component(
  'FurtherAuthorizations',
  extras.describe('Beside the three of our own. One with a policy is eligible (just-in-time).'),
  [
    {
      principalId: '5a1dbe0e-0c1f-4a55-9a3c-9d1f6c1e7a01',
      roleDefinitionId: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
      principalIdDisplayName: 'Engineers',
    },
  ],
);
