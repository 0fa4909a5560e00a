// A small client for tests that look at the wire: one call to a host of a running cloud, with or without a token.
import { onTestFinished } from 'vitest';
import { startCloud } from '../../local/cloud/cloud.ts';
import type { Cloud, CloudOptions } from '../../local/cloud/cloud.ts';
import { homeTenantOf } from '../../local/cloud/world.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';

export const ARM = 'management.azure.com';
export const ENTRA = 'login.microsoftonline.com';
export const GRAPH = 'graph.microsoft.com';

export interface WireAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON, read loosely: tests assert its shape. */
  json: Json;
}

export interface Json {
  [key: string]: Json;
}

/** A cloud that ends with the test; the demo world unless another is given. */
export async function cloudForTest(options: Partial<CloudOptions> = {}): Promise<Cloud> {
  const cloud = await startCloud({ world: demoWorld(), ...options });
  onTestFinished(async () => cloud.close());
  return cloud;
}

export interface Send {
  host?: string;
  method?: string;
  token?: string;
  body?: string;
  headers?: Record<string, string>;
}

/** With host '' the call is to the cloud itself, without x-forwarded-host. */
export async function send(cloud: Cloud, path: string, options: Send = {}): Promise<WireAnswer> {
  const { host = ARM, method = 'GET', token, body, headers = {} } = options;
  const answer = await fetch(`${cloud.url}${path}`, {
    method,
    headers: {
      ...(host === '' ? {} : { 'x-forwarded-host': host }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: parse(text) };
}

/** A token of a principal, by default the world's first one, from the cloud's Entra. */
export async function tokenOf(
  cloud: Cloud,
  audience = 'https://management.azure.com',
  principal = cloud.world.principals[0],
): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: principal?.clientId ?? '',
    client_secret: principal?.secret ?? 'any',
    scope: `${audience}/.default`,
  });
  const answer = await send(cloud, `/${homeTenantOf(cloud.world, principal)}/oauth2/v2.0/token`, {
    host: ENTRA,
    method: 'POST',
    body: form.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  return textOf(answer.json['access_token']);
}

/** The values of a list answer. */
export function values(answer: WireAnswer): Json[] {
  return answer.json['value'] as unknown as Json[];
}

/** A string of an answer's body. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
