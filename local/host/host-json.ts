// The settings of host.json that this host obeys. Foreign data: what it does not know it leaves alone.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const hostJsonShape = z.object({
  extensions: z
    .object({
      http: z
        .object({
          routePrefix: z.string().default('api'),
          customHeaders: z.record(z.string(), z.string()).default({}),
          /** -1 is without bounds. */
          maxOutstandingRequests: z.int().min(-1).default(-1),
        })
        .prefault({}),
    })
    .prefault({}),
});

export interface HttpSettings {
  /** Without slashes at its ends; may be empty. */
  routePrefix: string;
  customHeaders: Record<string, string>;
  maxOutstandingRequests: number;
}

/** Throws where host.json is missing, is not JSON or has a setting of the wrong kind. */
export async function readHttpSettings(appFolder: string): Promise<HttpSettings> {
  const file = join(appFolder, 'host.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`The app folder has no readable host.json (${file}).`, { cause: error });
  }
  const parsed = hostJsonShape.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`host.json is not valid: ${z.prettifyError(parsed.error)}`);
  const { http } = parsed.data.extensions;
  return { ...http, routePrefix: http.routePrefix.replaceAll(/^\/+|\/+$/g, '') };
}
