// The GitHub workflows, read by GitHub's own parser: they are valid, pinned, may little, end in time and keep no secret.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { problemsOf } from './github-parser.ts';

const folder = resolve(import.meta.dirname, '../../.github/workflows');
const files = readdirSync(folder);
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

interface Job {
  'timeout-minutes'?: number;
  permissions?: Record<string, string>;
  strategy?: { matrix: Record<string, unknown[]> };
  steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  concurrency?: object;
  jobs: Record<string, Job>;
}

test.each([
  ['an unknown key', 'runs-on:', 'run-on:'],
  ['an expression that is none', '${{ matrix.os }}', '${{ matrix.os }'],
  ['a context that is not there', '${{ github.ref }}', '${{ steps.x.outputs.y }}'],
  ['a number that is none', 'timeout-minutes: 60', 'timeout-minutes: soon'],
])('the parser finds %s', async (_, right, wrong) => {
  const ci = read('ci.yml');
  expect(ci).toContain(right);

  expect(await problemsOf(ci.replace(right, wrong))).not.toEqual([]);
});

describe.each(files)('%s', (file) => {
  const text = read(file);
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);

  it('is what GitHub understands', async () => {
    expect(await problemsOf(text)).toEqual([]);
  });

  it('takes each action by its commit, with its version beside it', () => {
    const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, what]) => what);

    expect(used.length).toBeGreaterThan(0);
    for (const what of used) expect(what).toMatch(/^[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may read the code, and what it may beside that it says in its job', () => {
    const granted = [workflow.permissions, ...jobs.map(({ permissions = {} }) => permissions)];

    expect(workflow.permissions).toBeDefined();
    for (const [what, how] of granted.flatMap((each) => Object.entries(each)))
      expect(['contents: read', 'id-token: write']).toContain(`${what}: ${how}`);
    expect(Object.keys(workflow.permissions)).not.toContain('id-token');
  });

  it('has no secret, runs no stranger’s code with rights, and leaves no credential behind', () => {
    expect(text).not.toMatch(/\bsecrets\b\s*[.[:]/);
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    const checkouts = jobs
      .flatMap(({ steps }) => steps)
      .filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(jobs.map(() => false));
  });

  it('puts what others write into no command', () => {
    const commands = jobs.flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run));
    const put = commands.flatMap((command) => command.match(/\$\{\{[^}]*\}\}/g) ?? []);

    expect(put.filter((expression) => !/^\$\{\{ matrix\.\w+ \}\}$/.test(expression))).toEqual([]);
  });

  it('ends in time, and does not meet itself', () => {
    for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    expect(workflow.concurrency).toBeDefined();
  });

  it('runs scripts that package.json has', () => {
    const said = [...text.matchAll(/(?<!`)npm (?:run )?(test|(?<=run )[\w:-]+)(?! --if-present)(?![\w:-])/g)];
    const scripts = said.map(([, name]) => name);

    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(scripts));
  });
});

test('ci runs the README’s test command on each system and both versions of Node', () => {
  const { jobs } = parse(read('ci.yml')) as Workflow;

  const matrix = jobs['test']?.strategy?.matrix;
  const commands = jobs['test']?.steps.flatMap(({ run = [] }) => run);
  expect(matrix?.['os']).toEqual(['ubuntu', 'macos', 'windows']);
  expect(matrix?.['node']).toEqual([expect.stringMatching(/^22\./), packageJson.devDependencies.node]);
  expect(jobs['host']?.strategy?.matrix['node']).toEqual(matrix?.['node']);
  expect(commands).toEqual(expect.arrayContaining(['npm ci', 'npm test']));
});

test('what deploy takes from its environment is what infra asks of azd, and docs/deploy.md says so', () => {
  const root = join(folder, '../..');
  const text = read('deploy.yml');
  const required = (/for name in ([A-Z_ ]+);/.exec(text)?.[1] ?? '').split(' ');
  const docs = readFileSync(join(root, 'docs/deploy.md'), 'utf8').split('\n## From GitHub')[1] ?? '';
  const asked = [
    ...readFileSync(join(root, 'infra/main.parameters.json'), 'utf8').matchAll(/\$\{(\w+)/g),
  ].flatMap(([, name]) => name ?? []);

  expect(text).toContain('VARIABLES: ${{ toJSON(vars) }}');
  expect(required).toEqual(expect.arrayContaining(asked.filter((name) => name.startsWith('AZURE_'))));
  for (const name of [...required, 'APP_REGISTRATION', 'PARTNER_ID', 'CLIENT_ID', 'PRINCIPAL_ID'])
    expect(docs.split('\n## ')[0]).toContain(`\`${name}\``);
});

// Repositories made since July 15, 2026 have their ids in it:
// https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
test.skipIf(process.platform === 'win32').each(['repo:OWNER@123/REPOSITORY@456', 'repo:OWNER/REPOSITORY'])(
  'the docs let the deployer in under the name that GitHub gives to the repository: %s',
  (repository) => {
    const docs =
      readFileSync(join(folder, '../../docs/deploy.md'), 'utf8').split('\n## From GitHub')[1] ?? '';
    const [, commands = ''] = /```sh\n([^]*?)```/.exec(docs) ?? [];
    const standIns = `
      gh() { [ "$2" = repos/OWNER/REPOSITORY/actions/oidc/customization/sub ] && echo '${repository}'; }
      az() { for last; do :; done; [ "$3" != federated-credential ] || echo "$last" >&3; }`;

    const said = execFileSync('sh', ['-euc', `exec 3>&1 >/dev/null; ${standIns}\n${commands}`], {
      encoding: 'utf8',
    });

    expect(JSON.parse(said)).toEqual({
      name: 'github',
      issuer: 'https://token.actions.githubusercontent.com',
      subject: `${repository}:environment:ENVIRONMENT`,
      audiences: ['api://AzureADTokenExchange'],
    });
  },
);
