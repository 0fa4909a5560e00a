// The reads: what is said of the demo after its first run.
import { expect } from 'vitest';
import { demoSubscriptionId } from '../../../local/cloud/worlds/demo-ids.ts';
import { evidenceShape } from '../../harness/evidence-shape.ts';
import { expectProblem, namesOf } from '../../harness/expect-problem.ts';
import { countWords, demoRows, wordsOf } from '../../harness/oracle.ts';
import {
  eventsShape,
  runShape,
  statusShape,
  subscriptionShape,
  subscriptionsShape,
} from '../../harness/shapes.ts';
import type { Calls } from './call.ts';

const PARTIAL = demoSubscriptionId(3);
const UNHEARD_OF = '00000000-0000-4000-8000-00000000e2e0';

export const READS: Calls = {
  'GET /health': async ({ keeper }) => {
    expect(await keeper.bare('/health')).toMatchObject({ status: 200, json: { status: 'ok' } });
  },

  'GET /health/ready': async ({ keeper }) => {
    expect(await keeper.bare('/health/ready')).toMatchObject({ status: 200 });
  },

  'GET /status': async ({ keeper, azure }) => {
    const answer = await keeper.call('/status');
    const again = await keeper.call('/status', {
      headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
    });

    const [identity] = statusShape.parse(answer.json).identities;
    expect(identity).toMatchObject({
      name: 'default',
      tenantId: azure.tenantId,
      principalId: azure.objectId,
      link: { state: 'right', partnerId: azure.partnerId },
      totals: countWords(demoRows().values(), 1),
      stale: false,
    });
    expect(again).toMatchObject({ status: 304, text: '' });
  },

  'GET /reconciliations': async ({ keeper }) => {
    expect(await keeper.runs()).toContainEqual(
      expect.objectContaining({ trigger: 'http', dryRun: false, state: 'partial' }),
    );
  },

  'GET /reconciliations/{id}': async ({ keeper }) => {
    const [newest] = await keeper.runs();

    const one = await keeper.call(`/reconciliations/${newest?.id}`);

    expect(runShape.parse(one.json)).toEqual(newest);
    expectProblem(await keeper.call('/reconciliations/no-such-run'), 404, 'reconciliation-not-found');
  },

  'GET /subscriptions': async ({ keeper }) => {
    const all = await keeper.call('/subscriptions');
    const csv = await keeper.call('/subscriptions?top=4', { headers: { accept: 'text/csv' } });
    const next = /<([^>]+)>; rel="next"/.exec(csv.headers.get('link') ?? '')?.[1] ?? '';

    const page = await keeper.call(next.slice(`${keeper.url}/api`.length));

    expect(wordsOf(subscriptionsShape.parse(all.json).value)).toEqual(demoRows());
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(csv.text.trim().split('\r\n')).toHaveLength(5);
    expect(next.startsWith(`${keeper.url}/api/subscriptions?`)).toBe(true);
    expect(page.status).toBe(200);
    expect(
      namesOf(expectProblem(await keeper.call('/subscriptions?surprise=1'), 400, 'invalid-request')),
    ).toEqual(['surprise']);
  },

  'GET /subscriptions/{id}': async ({ keeper }) => {
    const one = await keeper.call(`/subscriptions/${PARTIAL.toUpperCase()}`);

    expect(subscriptionShape.parse(one.json)).toMatchObject({
      subscriptionId: PARTIAL,
      recognition: 'pec-partial',
    });
    expectProblem(await keeper.call(`/subscriptions/${UNHEARD_OF}`), 404, 'subscription-not-found');
    expectProblem(await keeper.call('/subscriptions/not-a-guid'), 400, 'invalid-request');
  },

  'GET /subscriptions/{id}/events': async ({ keeper }) => {
    expectProblem(await keeper.call(`/subscriptions/${UNHEARD_OF}/events`), 404, 'subscription-not-found');
  },

  'GET /subscriptions/{id}/diagnosis': async ({ keeper }) => {
    const answer = await keeper.call(`/subscriptions/${PARTIAL}/diagnosis`);

    const { subscriptionId, reasons, reportsExpected } = answer.json as {
      subscriptionId: string;
      reasons: { number: number; code: string; answer: string }[];
      reportsExpected: object;
    };
    expect(subscriptionId).toBe(PARTIAL);
    expect(reasons.map(({ number }) => number)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
    expect(reasons.find(({ code }) => code === 'resource-group-only')).toMatchObject({ answer: 'found' });
    for (const reason of reasons)
      expect(['ok', 'found', 'cannot-be-seen-from-here']).toContain(reason.answer);
    expect(reportsExpected).toHaveProperty('text');
    expectProblem(await keeper.call(`/subscriptions/${UNHEARD_OF}/diagnosis`), 404, 'subscription-not-found');
  },

  'GET /events': async ({ keeper }) => {
    const { value } = eventsShape.parse((await keeper.call('/events?type=link.created')).json);

    expect(value).toMatchObject([{ type: 'link.created', actor: 'keeper' }]);
  },

  'GET /evidence': async ({ keeper }) => {
    const month = new Date().toISOString().slice(0, 7);

    const json = await keeper.call(`/evidence?month=${month}`);
    const csv = await keeper.call(`/evidence?month=${month}&format=csv`);
    const page = await keeper.call(`/evidence?month=${month}&format=html`);

    const evidence = evidenceShape.parse(json.json);
    expect(evidence.subscriptions).toHaveLength(demoRows().size);
    expect(csv.headers.get('x-evidence-sha256')).toBe(evidence.sha256);
    expect(csv.text).toMatch(/^identity,subscriptionId,displayName,tenantId,date,coverage\r\n/);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.text).toContain(evidence.sha256);
  },

  'GET /onboarding-template': async ({ keeper, azure }) => {
    const arm = await keeper.call('/onboarding-template');
    const bicep = await keeper.call('/onboarding-template?format=bicep&scope=resourceGroup');

    expect(arm.headers.get('content-type')).toMatch(/^application\/json/);
    expect(arm.json).toMatchObject({
      $schema: expect.stringContaining('2018-05-01/subscriptionDeployment') as string,
    });
    expect(arm.text).toContain(azure.objectId);
    expect(bicep.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(bicep.text).toContain(azure.objectId);
  },

  'GET /dashboard': async ({ keeper }) => {
    const page = await keeper.call('/dashboard');

    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    // HTML needs no quotes around such values.
    const marks = [...page.text.matchAll(/<[^>]*\bdata-recognition="?([\w-]+)"?[^>]*>/g)];
    const counts = marks.map(([tag, word]) => [word, /\bdata-count="?(\d+)"?/.exec(tag)?.[1]]);
    const { notDelegated: _, ...words } = countWords(demoRows().values(), 1);
    for (const [word, count] of Object.entries(words)) expect(counts).toContainEqual([word, String(count)]);
  },

  'GET /openapi.json': async ({ keeper }) => {
    const { status, json } = await keeper.bare('/openapi.json');

    expect(status).toBe(200);
    const { openapi, servers, paths } = json as {
      openapi: string;
      servers: unknown;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(openapi).toMatch(/^3\.1\./);
    expect(servers).toMatchObject([{ url: '/api' }]);
    const said = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = (await keeper.functions()).filter(({ method }) => method !== undefined);
    expect(said).toEqual(expect.arrayContaining(served.map(({ call }) => call)));
  },
};
