// The OpenAPI document of the whole API, made from the schemas that parse the requests and from those of the answers.
import { componentSchemas, type JsonObject } from './component.ts';
import { TAGS, type Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { SECURITY_SCHEMES } from './security.ts';
import { writeOperation } from './write-operation.ts';

const DESCRIPTION = `Keeps a Microsoft partner's link (PAL) right, and says of every subscription that is delegated through
Azure Lighthouse whether it earns partner earned credit (PEC), why not, and what mends it.

JSON in camelCase, times ISO 8601 in UTC. More fields may come to stand beside those that are told here. Errors are
problem+json with a stable \`code\`. What the Functions host refuses by itself has an empty body: an unknown route or
method (404), a missing or wrong function key (401).

A request body needs a \`Content-Length\`: the Functions host passes no chunked body on.`;

/** @param version of the product */
export function openApiDocument(version: string): JsonObject {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Lighthouse Keeper',
      version,
      summary:
        'Which Azure Lighthouse delegations earn partner earned credit, which do not, why, and what mends it.',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: pathsOf(OPERATIONS),
    components: { securitySchemes: SECURITY_SCHEMES, schemas: componentSchemas() },
  };
}

function pathsOf(operations: readonly Operation[]): Record<string, JsonObject> {
  const byPath = Map.groupBy(operations, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, of]): [string, JsonObject] => [
      path,
      Object.fromEntries(of.map((operation) => [operation.method, writeOperation(operation)])),
    ]),
  );
}
