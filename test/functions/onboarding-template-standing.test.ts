// What the two routes about templates know of the identity: its principal, its link, what a key may do, the cloud.
import { expect, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { expectProblem } from '../harness/expect-problem.ts';
import { serveKeeper } from '../harness/host.ts';

const SUPPORT = 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e';
const PRINCIPAL = '11111111-0000-4000-8000-00000000000A';
const GROUP = '11111111-0000-4000-8000-000000000002';
const TEMPLATE = '/api/onboarding-template';
const CHECKS = '/api/onboarding-template-checks';
const list = { authorizations: [{ principalId: PRINCIPAL, roleDefinitionId: SUPPORT }] };

interface Checked {
  recognition: string;
  findings: { code: string; message: string }[];
}

test('nobody knows the principal before PRINCIPAL_ID or a run tells it', async (context) => {
  const { call, post } = await serveKeeper(context);

  const before = await Promise.all([call(TEMPLATE), post(CHECKS, list)]);
  await post('/api/reconciliations');
  const after = await Promise.all([call(TEMPLATE), post(CHECKS, list)]);

  for (const answer of before) expectProblem(answer, 503, 'principal-unknown');
  expect(after.map(({ status }) => status)).toEqual([200, 200]);
});

test('PRINCIPAL_ID is enough, and the link is not known before a run', async (context) => {
  const { call, post } = await serveKeeper(context, { settings: { PRINCIPAL_ID: PRINCIPAL } });

  const template = await call(TEMPLATE);
  const { recognition, findings } = (await post(CHECKS, list)).json as Checked;

  expect(template.text).toContain(PRINCIPAL.toLowerCase());
  expect([recognition, findings.map(({ code }) => code)]).toEqual(['pec', ['link-unreadable']]);
});

test('a missing link stands beside the word and changes nothing of it', async (context) => {
  const { post, store } = await serveKeeper(context, { settings: { LINK_POLICY: 'observe' } });
  await post('/api/reconciliations');
  const principalId = (await store.readIdentity('default'))?.principalId;

  const answer = await post(CHECKS, { authorizations: [{ principalId, roleDefinitionId: SUPPORT }] });

  const { recognition, findings } = answer.json as Checked;
  expect([recognition, findings.map(({ code }) => code)]).toEqual(['pec', ['link-missing']]);
});

test('groups are not looked up for a check, and it says so', async (context) => {
  const { post } = await serveKeeper(context, {
    settings: { PRINCIPAL_ID: PRINCIPAL, GROUP_LOOKUP: 'graph' },
  });

  const answer = await post(CHECKS, { authorizations: [{ principalId: GROUP, roleDefinitionId: SUPPORT }] });

  const { recognition, findings } = answer.json as Checked;
  expect(recognition).toBe('unknown');
  expect(findings.find(({ code }) => code === 'group-unresolved')?.message).toContain(
    'Only runs look groups up',
  );
});

test('ROLE_OVERRIDES count here too', async (context) => {
  const settings = { PRINCIPAL_ID: PRINCIPAL, ROLE_OVERRIDES: JSON.stringify({ [SUPPORT]: 'no' }) };
  const { post } = await serveKeeper(context, { settings });

  const answer = await post(CHECKS, list);

  expect((answer.json as Checked).recognition).toBe('pal-only');
});

test('a national cloud takes no eligible authorization', async (context) => {
  const settings = { PRINCIPAL_ID: PRINCIPAL, AZURE_CLOUD: 'usgovernment' };
  const { call } = await serveKeeper(context, { settings });
  const justInTimeAccessPolicy = { multiFactorAuthProvider: 'Azure' };
  const extras = [{ principalId: GROUP, roleDefinitionId: SUPPORT, justInTimeAccessPolicy }];

  const answer = await call(`${TEMPLATE}?authorizations=${encodeURIComponent(JSON.stringify(extras))}`);

  expect(expectProblem(answer, 400, 'lighthouse-refuses').errors?.[0]?.detail).toContain('eligible-cloud');
});

test('a key that may only read may check', async (context) => {
  const settings = { PRINCIPAL_ID: PRINCIPAL, FUNCTION_KEY_ACCESS: 'read' };
  const { call, post } = await serveKeeper(context, { settings });

  const answers = await Promise.all([call(TEMPLATE), post(CHECKS, list)]);

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test('it asks nothing of Azure', async (context) => {
  const { call, post, cloud } = await serveKeeper(context, { settings: { PRINCIPAL_ID: PRINCIPAL } });
  await cloud.close();

  const answers = await Promise.all([call(TEMPLATE), post(CHECKS, list)]);

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers[0]?.text).toContain(DEMO_IDENTITY.tenantId);
});
