// What every route has in common: settings valid, the caller allowed, errors as problem+json, never a bare 500.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Logger } from '../ports/logger.ts';
import { InvalidPageToken, StoreUnavailable } from '../ports/store.ts';
import { HttpProblem, problemAnswer, type ProblemItem } from './problem.ts';
import { invalidRequest } from './query.ts';

export interface Served<Service> {
  problems: readonly { name: string; detail: string }[];
  service?: Service;
  logger: Logger;
}

/** What the service must tell for a caller to be let in. */
interface Access {
  settings: { functionKeyAccess: 'operate' | 'read' };
}

export interface Handling<Service> {
  /** `operate` changes something and needs more than a key that may only read. */
  needs: 'read' | 'operate';
  handle: (service: Service) => Promise<HttpResponseInit>;
}

export async function serve<Service extends Access>(
  request: HttpRequest,
  app: Served<Service>,
  { needs, handle }: Handling<Service>,
): Promise<HttpResponseInit> {
  try {
    const { service } = app;
    if (service === undefined || app.problems.length > 0) throw settingsInvalid(app.problems);
    if (needs === 'operate' && service.settings.functionKeyAccess === 'read')
      throw new HttpProblem('forbidden', 'A function key may only read here (FUNCTION_KEY_ACCESS).');
    return await handle(service);
  } catch (error) {
    return problemAnswer(toProblem(error, request, app.logger));
  }
}

export function settingsInvalid(problems: Served<unknown>['problems']): HttpProblem {
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
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  logger.error('RequestFailed', { method: request.method, path: new URL(request.url).pathname, cause });
  return new HttpProblem('internal-error', 'The failure stands in the log.');
}
