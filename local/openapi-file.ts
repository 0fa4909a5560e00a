// The OpenAPI document as docs/openapi.json holds it: formatted like every other file of the repository.
import { format, resolveConfig } from 'prettier';
import { openApiDocument } from '../src/http/openapi/document.ts';
import { VERSION } from '../src/version.ts';

export async function openApiFile(): Promise<string> {
  const config = await resolveConfig(import.meta.filename);
  return format(JSON.stringify(openApiDocument(VERSION)), { ...config, parser: 'json' });
}
