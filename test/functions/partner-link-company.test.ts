// /api/partner-link where somebody else, or a run, is at the same link: theirs stays, and the caller is told.
import { expect, test } from 'vitest';
import { expectProblem } from '../harness/expect-problem.ts';
import { linkEvents, linkPath } from '../harness/partner-link.ts';
import { waitFor } from '../harness/wait-for.ts';
import { FOREIGN, isIntent, OTHER, OURS, serveLink } from '../harness/link-in-trouble.ts';

test('somebody else linked it to a third in between: theirs stays, and the caller is told', async () => {
  const served = await serveLink(null, async (change, commit, cloud) => {
    await commit();
    if (isIntent(change)) cloud.setLink(FOREIGN);
  });

  const problem = expectProblem(await served.set(OURS), 409, 'link-refused');

  expect(problem.azureCode).toBe('Conflict');
  expect(linkPath(served)).toEqual([null, FOREIGN]);
  expect((await served.read()).link).toMatchObject({ state: 'other', partnerId: FOREIGN });
});

test('somebody else overwrites it before it is read back: it is not said to be done', async () => {
  const served = await serveLink(OTHER);
  const { etag } = await served.read();
  served.cloud.addFault({ kind: 'delay', ms: 300, operation: 'partners.get', skip: 1 });

  const putting = served.put(OURS, etag);
  await waitFor('the write', () => served.cloud.calls()['partner.update'] === 1);
  served.cloud.setLink(FOREIGN);
  const problem = expectProblem(await putting, 409, 'link-refused');

  expect(problem).not.toHaveProperty('azureCode');
  expect(problem.detail).toContain('something else stands there');
  expect(await linkEvents(served)).toEqual([]);
});

test('while a run is under way: 409 with its id, and nothing is asked or written', async () => {
  const served = await serveLink(OURS);
  served.cloud.addFault({ kind: 'delay', ms: 500, operation: 'subscriptions.list', times: 1 });
  const running = served.post('/api/reconciliations');
  await waitFor('the run', () => served.cloud.calls()['subscriptions.list'] === 1);

  const put = await served.put(OTHER, '"stale"', '?override=true');
  const removed = await served.remove(`?confirm=${OTHER}`);
  const read = await served.get();
  await running;

  const [run] = (await served.store.listRuns({ limit: 1 })).items;
  for (const answer of [put, removed])
    expect(expectProblem(answer, 409, 'run-in-progress').runId).toBe(run?.id);
  expect(read.status).toBe(200);
  expect(linkPath(served)).toEqual([null, OURS]);
  expect((await served.put(OURS, '*')).status).toBe(200);
});

test('a run that comes while the link is set is busy with the id of the call', async () => {
  const served = await serveLink(OTHER);
  const { etag } = await served.read();
  served.cloud.addFault({ kind: 'delay', ms: 500, operation: 'partner.update', times: 1 });
  const putting = served.put(OURS, etag);
  await waitFor('the write', () => served.cloud.calls()['partner.update'] === 1);

  const { runId, detail } = expectProblem(await served.post('/api/reconciliations'), 409, 'run-in-progress');
  await putting;

  expect(detail).toBe(
    `A write of the partner link (${String(runId)}) is under way; ask again when it has ended.`,
  );
  expect(runId).toMatch(/^link-\d{8}T\d{6}Z-[0-9a-f]{8}$/);
  expect((await served.post('/api/reconciliations')).status).toBe(200);
});
