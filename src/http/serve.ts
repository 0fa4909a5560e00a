// What every route has in common: settings valid, the caller allowed, errors as problem+json, never a bare 500.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Caller, Need } from '../domain/access.ts';
import type { Logger } from '../ports/logger.ts';
import { InvalidPageToken, StoreUnavailable } from '../ports/store.ts';
import { KeysUnavailable } from '../ports/token-verifier.ts';
import type { AnswerStore } from '../ports/answers.ts';
import { authorize, type Access } from './authorize.ts';
import { answerOnce } from './idempotency.ts';
import { HttpProblem, problemAnswer, type ProblemItem } from './problem.ts';
import { invalidRequest } from './query.ts';

export interface Served<Service> {
  problems: readonly { name: string; detail: string }[];
  /** undefined where the settings are not valid. */
  openService(): Promise<Service | undefined>;
  logger: Logger;
}

export interface Handling<Service> {
  /** `operate` changes something and needs more than a key or a role that may only read. */
  needs: Need;
  handle: (service: Service, caller: Caller) => Promise<HttpResponseInit>;
}

/** What every service has. */
interface Servant extends Access {
  /** Of POSTs that came with an Idempotency-Key. */
  answers: AnswerStore;
}

/** Every POST takes an Idempotency-Key: there is nothing that a route must do for it. */
export async function serve<Service extends Servant>(
  request: HttpRequest,
  app: Served<Service>,
  { needs, handle }: Handling<Service>,
): Promise<HttpResponseInit> {
  const { logger } = app;
  return serveAnybody(request, app, async (service) => {
    const caller = await authorize(request, service, needs, logger);
    const work = () => handle(service, caller);
    if (request.method !== 'POST') return work();
    return answerOnce(request, { answers: service.answers, logger, caller }, work);
  });
}

/** For a route that is open to anybody, once the settings are valid. */
export async function serveAnybody<Service>(
  request: HttpRequest,
  app: Served<Service>,
  handle: (service: Service) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  return answerFailures(request, app.logger, async () => {
    if (app.problems.length > 0) throw settingsInvalid(app.problems);
    const service = await app.openService();
    if (service === undefined) throw settingsInvalid(app.problems);
    return handle(service);
  });
}

/** For a route that looks after the settings itself. */
export async function answerFailures(
  request: HttpRequest,
  logger: Logger,
  answer: () => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  try {
    return await answer();
  } catch (error) {
    return problemAnswer(toProblem(error, request, logger));
  }
}

function settingsInvalid(problems: Served<unknown>['problems']): HttpProblem {
  const names = problems.map(({ name }) => name).join(', ');
  return new HttpProblem('settings-invalid', `Wrong app settings: ${names}.`, settingItems(problems));
}

export function settingItems(problems: Served<unknown>['problems']): ProblemItem[] {
  return problems.map(({ name, detail }) => ({ parameter: name, detail }));
}

function toProblem(error: unknown, request: HttpRequest, logger: Logger): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof InvalidPageToken)
    return invalidRequest([{ parameter: 'skipToken', detail: 'is not a token of this list' }]);
  if (error instanceof StoreUnavailable) {
    logger.error('StoreUnavailable', { cause: error.message });
    return new HttpProblem(
      'store-unavailable',
      'What is remembered cannot be read or written now. Try again.',
    );
  }
  if (error instanceof KeysUnavailable) {
    logger.error('KeysUnavailable', { cause: error.message });
    return new HttpProblem('keys-unavailable', 'The token cannot be checked now. Try again.');
  }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  logger.error('RequestFailed', { method: request.method, path: new URL(request.url).pathname, cause });
  return new HttpProblem('internal-error', 'The failure stands in the log.');
}
