// What docs/client.md shows runs as it stands: the client for Node, and the calls with curl where there is a curl.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type TestContext } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { REPOSITORY, serveKeeper, type Served } from '../harness/host.ts';
import { temporaryFolder } from '../harness/keeper.ts';

const run = promisify(execFile);

/** Waits of a minute are over at once. */
const HASTE =
  'data:text/javascript,const wait=setTimeout;globalThis.setTimeout=(f,ms,...more)=>wait(f,ms===60000?0:ms,...more);';

async function blockOf(language: string): Promise<string> {
  const text = await readFile(join(REPOSITORY, 'docs/client.md'), 'utf8');
  const block = text.split(`\`\`\`${language}\n`)[1]?.split('```')[0];
  if (block === undefined) throw new Error(`docs/client.md has no block of ${language}`);
  return block;
}

async function onboard(t: TestContext, { host }: Served, subscriptionId: string) {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'onboard.mjs'), await blockOf('js'));
  const { stdout } = await run(process.execPath, ['--import', HASTE, 'onboard.mjs', subscriptionId], {
    cwd: folder,
    env: { ...process.env, KEEPER_API: `${host.url}/api` },
  });
  return {
    lines: stdout.trim().split('\n'),
    template: await readFile(join(folder, 'delegate.json'), 'utf8'),
  };
}

test('the client tells a customer that is right, and all that are not', async (t) => {
  const served = await serveKeeper(t);
  await served.post('/api/reconciliations');

  const { lines, template } = await onboard(t, served, demoSubscriptionId(1));

  const rows = (await served.call('/api/subscriptions')).json as { value: { recognition: string }[] };
  const lacking = rows.value.filter(({ recognition }) => recognition !== 'pec');
  expect(lines[0]).toMatch(/^.+: pec$/);
  expect(lines.filter((line) => /: (pec-partial|pal-only|none|unknown), /.test(line))).toHaveLength(
    lacking.length,
  );
  expect(lines.at(-1)).toBe('default: the partner link is right');
  expect(JSON.parse(template)).toHaveProperty('resources');
});

test('the client asks again while a subscription is not visible, and gives up', async (t) => {
  const served = await serveKeeper(t);
  await served.post('/api/reconciliations');

  const { lines } = await onboard(t, served, '00000000-0000-4000-8000-000000000009');

  expect(lines.filter((line) => line.endsWith('Asking again in 60 s.'))).toHaveLength(15);
  expect(lines).toContain('00000000-0000-4000-8000-000000000009: unknown');
});

test('the calls with curl go through', async (t) => {
  const { host, post } = await serveKeeper(t);
  await post('/api/reconciliations');
  const folder = await temporaryFolder(t);
  const curl = await run('curl', ['--version']).catch(() => undefined);
  // Where there is none, there is nothing to show; CI has one.
  if (curl === undefined && process.env['CI'] === undefined) t.skip('there is no curl');

  const { stdout } = await run('sh', ['-euc', await blockOf('sh')], {
    cwd: folder,
    env: { ...process.env, KEEPER_API: `${host.url}/api` },
  });

  expect(stdout).toContain('"recognition":"pec"');
  expect(stdout).toContain('"nextLink"');
  expect(stdout.trim().endsWith('304')).toBe(true);
});
