// A public validator of APIs, Redocly Respect, calls every operation of docs/openapi.json of the running app and finds
// each answer to be as it is told: status, media type and schema. It knows nothing of our own harness.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { arazzoOf, SOURCE, type ArazzoCall } from '../harness/arazzo.ts';
import { serveKeeper } from '../harness/host.ts';
import { temporaryFolder } from '../harness/keeper.ts';
import { OPERATIONS, readDocument } from '../harness/openapi.ts';
import { redocly } from '../harness/redocly.ts';

const ID = { id: demoSubscriptionId(1) };
const NOBODY = { id: '00000000-0000-4000-8000-000000000009' };
const CSV = { query: { format: 'csv' } };
const BAD_TOP: ArazzoCall = { query: { top: '0' }, status: 400 };

/** Of each operation at least one good call where there can be one, and one that is refused where that is easy. */
const CALLS: readonly (readonly [operationId: string, ...ArazzoCall[]])[] = [
  [
    'reconcile',
    // Without a body it would send the example, which is a dry run.
    { body: { dryRun: false }, outputs: { run: '$response.body#/value/0/id' } },
    { body: { dryRun: true } },
    { query: { dryRun: 'true' }, body: {}, headers: { 'Idempotency-Key': 'a' } },
    { query: { dryRun: 'true' }, body: {}, headers: { 'Idempotency-Key': 'a' } },
    { body: { dryRun: true }, headers: { 'Idempotency-Key': 'a' }, status: 422 },
    { body: { dryRun: 'perhaps' }, status: 400 },
  ],
  ['listReconciliations', {}, CSV, BAD_TOP],
  [
    'getReconciliation',
    { path: { id: '$workflows.reconcile-1.outputs.run' } },
    { path: { id: 'nobody-knows-it' }, status: 404 },
  ],
  ['listSubscriptions', {}, CSV, { query: { recognition: 'pec', top: '2' } }, BAD_TOP],
  ['getSubscription', { path: ID }, { path: NOBODY, status: 404 }],
  ['diagnoseSubscription', { path: ID }, { path: NOBODY, status: 404 }],
  [
    'putExpectedSubscription',
    { path: ID, status: 201 },
    { path: ID, body: { name: 'Erp' } },
    { path: ID, body: { dueAt: 'soon' }, status: 400 },
  ],
  ['listExpectedSubscriptions', {}, CSV, BAD_TOP],
  ['getExpectedSubscription', { path: ID }, { path: NOBODY, status: 404 }],
  ['listSubscriptionEvents', { path: ID }, { path: ID, ...CSV }, { path: NOBODY, status: 404 }],
  [
    'deleteExpectedSubscription',
    { path: ID, headers: { 'If-Match': '"other"' }, status: 412 },
    { path: ID, status: 204 },
    { path: ID, status: 404 },
  ],
  ['listEvents', {}, CSV, { query: { type: 'link.created', from: '2026-01-01' } }, BAD_TOP],
  [
    'getEvidence',
    month({}),
    month({ format: 'csv' }),
    month({ format: 'html' }),
    { query: { month: 'may' }, status: 400 },
  ],
  ['getStatus', {}, { headers: { 'If-None-Match': '*' }, status: 304 }],
  [
    'getOnboardingTemplate',
    {},
    { query: { format: 'bicep', scope: 'resourceGroup' } },
    { query: { format: 'word' }, status: 400 },
  ],
  [
    'checkOnboardingTemplate',
    { body: { authorizations: [] } },
    { body: { template: { resources: [] } }, status: 400 },
  ],
  [
    'checkOnboarding',
    { body: { subscriptionId: ID.id } },
    { query: { subscriptionId: NOBODY.id }, body: {} },
    { body: {}, status: 400 },
  ],
  ['getPartnerLink', {}, { headers: { 'If-None-Match': '*' }, status: 304 }, BAD_TOP],
  [
    'putPartnerLink',
    { body: { partnerId: '4242424' }, headers: { 'If-Match': '*' } },
    { body: { partnerId: '77' }, headers: { 'If-Match': '*' }, status: 409 },
    { body: { partnerId: '4242424' }, headers: { 'If-Match': '"other"' }, status: 412 },
  ],
  [
    'deletePartnerLink',
    { query: { confirm: '77' }, status: 400 },
    { query: { confirm: '4242424' }, status: 204 },
    { query: { confirm: '4242424' }, status: 404 },
  ],
  ['getDashboard', {}, { query: { recognition: 'none' } }, BAD_TOP],
  ['resendNotification', { path: NOBODY, status: 404 }],
  ['getHealth', {}],
  ['getReadiness', {}],
  ['getOpenApi', {}],
];

function month(query: Record<string, string>): ArazzoCall {
  return { query: { month: '2026-01', ...query } };
}

test('every operation is called by it, and found to be as it is told', async (t) => {
  const { faults, operations } = await judge(t, JSON.stringify(readDocument()));

  expect(faults).toEqual([]);
  expect(operations.toSorted()).toEqual(OPERATIONS.map(({ operationId }) => operationId).toSorted());
}, 120_000);

test('it finds what is not as it is told', async (t) => {
  const document = JSON.stringify(readDocument());

  const { faults } = await judge(t, document.replaceAll('"wantedPartnerId"', '"wantedId"'));

  expect(faults).toContain('getStatus-1: schema check');
}, 120_000);

interface Report {
  files: Record<string, { executedWorkflows: Executed[] }>;
}

interface Executed {
  workflowId: string;
  executedSteps: { checks: { name: string; passed: boolean; message: string }[] }[];
}

/** What it finds wrong, and which operations it came to call. */
async function judge(t: TestContext, document: string): Promise<{ faults: string[]; operations: string[] }> {
  const { host } = await serveKeeper(t);
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'openapi.json'), document);
  await writeFile(join(folder, 'calls.arazzo.json'), JSON.stringify(arazzoOf(CALLS)));

  const server = `${SOURCE}=${host.url}/api`;
  await redocly(folder, 'respect', 'calls.arazzo.json', '--server', server, '--json-output', 'report.json');

  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report;
  const executed = Object.values(report.files).flatMap(({ executedWorkflows }) => executedWorkflows);
  expect(executed).toHaveLength(CALLS.reduce((total, [, ...calls]) => total + calls.length, 0));
  return {
    faults: executed.flatMap(({ workflowId, executedSteps }) =>
      executedSteps.flatMap(({ checks }) =>
        checks.filter(({ passed }) => !passed).map(({ name }) => `${workflowId}: ${name}`),
      ),
    ),
    operations: [...new Set(executed.map(({ workflowId }) => workflowId.split('-')[0] ?? ''))],
  };
}
