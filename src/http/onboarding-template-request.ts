// What GET /onboarding-template takes in the query.
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { invalidRequest, parameters, parseQuery } from './query.ts';

const MOST_CHARACTERS = 16_384;

const guid = z.guid('must be a GUID').transform((id) => id.toLowerCase());
const name = z
  .string('must be a string')
  .max(256, 'must have at most 256 characters')
  .transform((text) => text.toWellFormed())
  .optional();

const extra = z.strictObject(
  {
    principalId: guid,
    roleDefinitionId: guid,
    principalIdDisplayName: name,
    delegatedRoleDefinitionIds: z.array(guid, 'must be a list').optional(),
    justInTimeAccessPolicy: z
      .strictObject(
        {
          multiFactorAuthProvider: z.string('must be Azure or None'),
          maximumActivationDuration: z.string('must be an ISO 8601 duration').optional(),
          managedByTenantApprovers: z
            .array(
              z.strictObject({ principalId: guid, principalIdDisplayName: name }, 'must be an object'),
              'must be a list',
            )
            .optional(),
        },
        'must be an object',
      )
      .optional(),
  },
  'must be an object',
);

export const extras = z.array(extra, 'must be a JSON array');

export const onboardingTemplateQuery = {
  format: z.enum(['arm', 'bicep'], 'must be arm or bicep').default('arm'),
  scope: z
    .enum(['subscription', 'resourceGroup'], 'must be subscription or resourceGroup')
    .default('subscription'),
  authorizations: z
    .string()
    .max(MOST_CHARACTERS, `must have at most ${MOST_CHARACTERS} characters`)
    .default('[]'),
  identity: parameters.identity,
};

/** @throws HttpProblem invalid-request */
export function parseOnboardingTemplateRequest(request: HttpRequest, identityNames: readonly string[]) {
  const query = parseQuery(request, onboardingTemplateQuery, identityNames);
  return { ...query, authorizations: parseExtras(query.authorizations) };
}

function parseExtras(text: string): z.infer<typeof extras> {
  const parsed = extras.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw invalidRequest(
    parsed.error.issues.flatMap((issue) => {
      const names =
        issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
      const says = issue.code === 'unrecognized_keys' ? 'is not known here' : issue.message;
      return names.map((path) => ({
        parameter: 'authorizations',
        detail: [...(path.length > 0 ? [`/${path.join('/')}`] : []), says].join(' '),
      }));
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
