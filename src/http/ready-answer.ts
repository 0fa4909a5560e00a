// The ready check: 200, or 503 with one entry for each setting or part that is not right.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { refuseQuery } from './bare-query.ts';
import { HttpProblem, problemAnswer } from './problem.ts';
import { answerFailures, settingItems, type Served } from './serve.ts';

interface Readiness {
  unready(): Promise<{ part: string; detail: string }[]>;
}

export async function readyAnswer(request: HttpRequest, app: Served<Readiness>): Promise<HttpResponseInit> {
  const refused = refuseQuery(request);
  if (refused !== undefined) return refused;
  const { problems, logger } = app;
  return answerFailures(request, logger, async () => {
    const unready = (await (await app.openService())?.unready()) ?? [];
    if (unready.length > 0 || problems.length > 0) return notReady(app, unready);
    return { status: 200, jsonBody: { status: 'ready' }, headers: { 'cache-control': 'no-store' } };
  });
}

function notReady(
  { problems }: Served<unknown>,
  unready: readonly { part: string; detail: string }[],
): HttpResponseInit {
  const errors = [
    ...settingItems(problems),
    ...unready.map(({ part, detail }) => ({ parameter: part, detail })),
  ];
  const names = [...new Set(errors.map((each) => ('parameter' in each ? each.parameter : each.pointer)))];
  const code = problems.length > 0 ? 'settings-invalid' : 'not-ready';
  return problemAnswer(new HttpProblem(code, `Not ready: ${names.join(', ')}.`, errors));
}
