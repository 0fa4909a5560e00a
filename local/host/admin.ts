// The calls under /admin that people and scripts use: ping, status, the functions, and running one by hand.
import type { Answer } from './answer.ts';
import { emptyAnswer, textAnswer } from './answer.ts';
import type { KeyHolder } from './keys.ts';

export interface AdminRequest {
  method: string;
  /** The path's segments after `admin`. */
  path: string[];
  /** As the caller wrote it in the Host header. */
  host: string;
  contentType: string | undefined;
  /** Whom the presented key speaks for; undefined where keys are not asked for. */
  holder: KeyHolder | undefined;
  readBody: () => Promise<Uint8Array>;
}

export interface AdminPorts {
  status: () => object;
  /** What there is, for the caller who knows the host by this address. */
  functions: (hostUrl: string) => object[];
  /** Starts a function with the `input` of the call, without waiting for it; false where there is none of that name. */
  startFunction: (name: string, input: string) => boolean;
}

/** Anything else than these calls is 404, as an unknown route is. */
export async function answerAdmin(request: AdminRequest, ports: AdminPorts): Promise<Answer> {
  const call = `${request.method} ${request.path.slice(0, 2).join('/').toLowerCase()}`;
  if (/^(GET|POST) host\/ping$/.test(call) && request.path.length === 2) return emptyAnswer(200);
  const isStatus = call === 'GET host/status' && request.path.length === 2;
  const isList = call === 'GET functions' && request.path.length === 1;
  const isRun = /^POST functions\/./.test(call) && request.path.length === 2;
  if (!isStatus && !isList && !isRun) return emptyAnswer(404);

  const refusal = refuse(request.holder);
  if (refusal !== undefined) return refusal;
  if (isStatus) return jsonAnswer(ports.status());
  if (isList) return jsonAnswer(ports.functions(`http://${request.host || 'localhost'}`));
  return runFunction(request, ports);
}

function jsonAnswer(body: object): Answer {
  return textAnswer(200, 'application/json; charset=utf-8', JSON.stringify(body));
}

async function runFunction(request: AdminRequest, ports: AdminPorts): Promise<Answer> {
  const mediaType = request.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^(application|text)\/json$|^application\/[^/]+\+json$/.test(mediaType)) return emptyAnswer(415);
  const input = readInput(await request.readBody());
  if (input === undefined) return emptyAnswer(400);
  const isKnown = ports.startFunction(request.path[1] ?? '', input);
  return emptyAnswer(isKnown ? 202 : 404);
}

/** The `input` of a body such as `{"input": ""}`, '' where it has none; undefined where the body is no JSON object. */
function readInput(body: Uint8Array): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const input = Object.entries(parsed).find(([name]) => name.toLowerCase() === 'input')?.[1];
  if (input === undefined || input === null) return '';
  return typeof input === 'string' ? input : JSON.stringify(input);
}

/** Only the master key opens /admin; the app-wide host key is known and refused [observed]. */
function refuse(holder: KeyHolder | undefined): Answer | undefined {
  if (holder === undefined || holder === 'master') return undefined;
  if (holder === 'host') return emptyAnswer(403);
  return emptyAnswer(401, [['WWW-Authenticate', 'Bearer']]);
}
