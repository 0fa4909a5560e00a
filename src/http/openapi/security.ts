// How callers are let in: contract §7.7.
import type { Need } from '../../domain/access.ts';
import type { JsonObject } from './component.ts';

export const SECURITY_SCHEMES: Record<string, JsonObject> = {
  functionKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-functions-key',
    description:
      'A function key, under `AUTH_MODE=function-key`. `FUNCTION_KEY_ACCESS=read` limits keys to reading.',
  },
  functionKeyInQuery: {
    type: 'apiKey',
    in: 'query',
    name: 'code',
    description: 'The same in the query. It never stands in a `nextLink`.',
  },
  entra: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'An access token of Microsoft Entra for this API, under `AUTH_MODE=entra`, with the role `Keeper.Read` or ' +
      '`Keeper.Operate` (which includes the other).',
  },
};

const ROLES: Record<Need, string> = { read: 'Keeper.Read', operate: 'Keeper.Operate' };

/** Any one of these will do, by the AUTH_MODE of the app. */
export function securityOf(needs: Need | 'nothing'): JsonObject[] {
  if (needs === 'nothing') return [];
  return [{ functionKey: [] }, { functionKeyInQuery: [] }, { entra: [ROLES[needs]] }];
}
