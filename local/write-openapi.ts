// Writes docs/openapi.json, the OpenAPI document of the API as it is committed: `npm run openapi`.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openApiFile } from './openapi-file.ts';

const path = resolve(import.meta.dirname, '../docs/openapi.json');
await writeFile(path, await openApiFile());
