// The templates in infra/lighthouse, for customers of any provider: those that the product gives out, but with tenant and
// principal as parameters. Derived, so that there is one source; formatted like every other file of the repository.
import { format, resolveConfig } from 'prettier';
import { armTemplate, type Delegating, type TemplateScopeName } from '../src/domain/template/arm-template.ts';
import { bicepTemplate } from '../src/domain/template/bicep-template.ts';

const ASKED = {
  managedByTenantId: 'Tenant id of the provider (PROVIDER_TENANT_ID).',
  principalId:
    "Object id of the provider's service principal (enterprise application), as GET /api/status shows it. Not the client id.",
} as const;

const FILES = { subscription: 'delegate-subscription', resourceGroup: 'delegate-resource-group' } as const;

/** Text by file name. */
export async function customerTemplates(): Promise<Record<string, string>> {
  const config = await resolveConfig(import.meta.filename);
  const json = (template: unknown) =>
    format(JSON.stringify(template, null, 2), { ...config, parser: 'json' });
  return {
    [`${FILES.subscription}.json`]: await json(arm('subscription')),
    [`${FILES.subscription}.bicep`]: bicep('subscription'),
    [`${FILES.resourceGroup}.json`]: await json(arm('resourceGroup')),
    [`${FILES.resourceGroup}.bicep`]: bicep('resourceGroup'),
  };
}

function delegating(scope: TemplateScopeName): Delegating {
  return {
    scope,
    managedByTenantId: '',
    principalId: '',
    authorizations: [],
    eligibleAuthorizations: [],
  };
}

function arm(scope: TemplateScopeName): unknown {
  const { $schema, contentVersion, metadata, variables, parameters, ...rest } = armTemplate(
    delegating(scope),
  ) as Record<string, unknown> & { variables: Record<string, string>; parameters: object };
  const { name, definitionId } = variables;
  const asked = Object.fromEntries(
    Object.entries(ASKED).map(([each, description]) => [each, { type: 'string', metadata: { description } }]),
  );
  const whole = {
    $schema,
    contentVersion,
    metadata,
    parameters: { ...asked, ...parameters },
    variables: { name, definitionId },
    ...rest,
  };
  return JSON.parse(
    JSON.stringify(whole).replaceAll(/variables\('(managedByTenantId|principalId)'\)/g, "parameters('$1')"),
  );
}

function bicep(scope: TemplateScopeName): string {
  return Object.entries(ASKED).reduce(
    (text, [each, description]) =>
      text.replace(
        `var ${each} = ''\n`,
        `@description('${description.replaceAll("'", "\\'")}')\nparam ${each} string\n\n`,
      ),
    bicepTemplate(delegating(scope)),
  );
}
