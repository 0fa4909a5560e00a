// What is written in several places says the same: settings, error codes, finding codes, versions.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REASON_CODES, REASONS } from '../../src/domain/diagnosis/reason.ts';
import { FINDING_CODES } from '../../src/domain/finding.ts';
import { REFUSAL_CODES } from '../../src/domain/template/refusal.ts';
import { PROBLEMS } from '../../src/http/problem.ts';
import { PLATFORM_SETTINGS } from '../../src/platform-settings.ts';
import { SETTING_NAMES } from '../../src/settings.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** First cells, in backticks, of the rows of every table below a heading. */
function firstCells(markdown: string, heading: string): string[] {
  const section = markdown.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)`/gm)].flatMap((match) => match[1] ?? []);
}

describe('the settings', () => {
  /** What the Functions runtime itself reads. */
  const ofTheRuntime = ['FUNCTIONS_WORKER_RUNTIME', 'AzureWebJobsStorage'];

  it('stand in local.settings.sample.json, each one and no other', () => {
    const sample = JSON.parse(read('local.settings.sample.json')) as { Values: Record<string, string> };

    expect(Object.keys(sample.Values).sort()).toEqual([...SETTING_NAMES, ...ofTheRuntime].sort());
  });

  it('are each explained in the README', () => {
    const named = firstCells(read('README.md'), 'Settings');

    expect(named.toSorted()).toEqual(SETTING_NAMES.toSorted());
  });

  it('are each laid down by infra, but for the one that is refused in Azure', () => {
    const [, chosen = ''] = read('infra/main.bicep').split('chosen: {');
    const [, fixed = ''] = read('infra/modules/app-settings.bicep').split('properties: union(');
    const named = [...`${chosen}${fixed}`.matchAll(/^ +([A-Z][A-Z_]+): /gm)].flatMap(
      (match) => match[1] ?? [],
    );
    const ofAzure = named.filter((name) => !name.startsWith('APPLICATIONINSIGHTS_'));

    expect(ofAzure.toSorted()).toEqual(SETTING_NAMES.filter((name) => name !== 'SIMULATOR_URL').toSorted());
  });
});

describe('docs/runbook.md', () => {
  it('explains every line that the product logs as an error', () => {
    const runbook = read('docs/runbook.md');
    const logged = ['src', 'functions']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
          (path) => `${folder}/${path}`,
        ),
      )
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) =>
        [...read(path).matchAll(/logger(?:\(\))?\s*\.error\(\s*'(\w+)'/g)].map((match) => match[1] ?? ''),
      );

    expect(logged.length).toBeGreaterThan(5);
    expect([...new Set(logged)].filter((name) => !runbook.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the settings of the platform', () => {
  const sources = ['src', 'functions'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'platform-settings.ts',
      )
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  );
  const isOurs = (name: string) => SETTING_NAMES.some((each) => each === name);
  const found = (pattern: RegExp) =>
    new Set(sources.flatMap((source) => [...source.matchAll(pattern)].flatMap((match) => match[1] ?? [])));

  it('are each named in the code, and no other of their kind is', () => {
    const named = [
      ...found(/'((?:WEBSITE|APPLICATION_?INSIGHTS|OTEL|FUNCTIONS|AZURE|MSI|IDENTITY)_[A-Z_]+)'/g),
    ];

    expect(named.filter((name) => !isOurs(name)).toSorted()).toEqual([...PLATFORM_SETTINGS].sort());
  });

  it('are all that is read of the environment beside our own', () => {
    const read = [...found(/(?:environment|process\.env)\['([^']+)'\]/g)];

    expect(read.filter((name) => !isOurs(name) && !PLATFORM_SETTINGS.some((each) => each === name))).toEqual(
      [],
    );
  });

  it('are each explained in docs/telemetry.md or are of App Service', () => {
    const explained = firstCells(read('docs/telemetry.md'), 'Settings');

    expect(explained.toSorted()).toEqual(
      PLATFORM_SETTINGS.filter((name) => !name.startsWith('WEBSITE_')).toSorted(),
    );
  });
});

describe('docs/telemetry.md', () => {
  it('lists every metric that there is', () => {
    const made = [...read('src/telemetry/instruments.ts').matchAll(/'(keeper\.[a-z.]+)'/g)].flatMap(
      (match) => match[1] ?? [],
    );

    expect(firstCells(read('docs/telemetry.md'), 'Metrics').toSorted()).toEqual(made.toSorted());
  });
});

describe('docs/errors.md', () => {
  const [errors = '', rest = ''] = read('docs/errors.md').split('## Findings');
  const [findings = '', refusals = ''] = rest.split('## What Lighthouse refuses');

  it('lists every error code with its status', () => {
    const rows = [...errors.matchAll(/^\| `([^`]+)`\s+\| (\d{3})\s+\|/gm)].map(
      (match) => `${match[1]} ${match[2]}`,
    );

    expect(rows.toSorted()).toEqual(
      Object.entries(PROBLEMS)
        .map(([code, { status }]) => `${code} ${status}`)
        .toSorted(),
    );
  });

  it('lists every finding code', () => {
    const codes = [...findings.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '');

    expect(codes.toSorted()).toEqual([...FINDING_CODES].sort());
  });

  it('lists every reason why Lighthouse refuses', () => {
    const codes = [...refusals.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '');

    expect(codes.toSorted()).toEqual([...REFUSAL_CODES].sort());
  });
});

describe('docs/diagnosis.md', () => {
  it('lists every reason by its number, code and title', () => {
    const rows = [...read('docs/diagnosis.md').matchAll(/^\| (\d+)\s+\| `([^`]+)`\s+\| (.+?)\s+\|/gm)];

    expect(rows.map(([, number, code, title]) => `${number} ${code} ${title}`)).toEqual(
      REASON_CODES.map((code) => `${REASONS[code].number} ${code} ${REASONS[code].title}`),
    );
  });
});

describe('package.json', () => {
  const { dependencies, devDependencies, version } = JSON.parse(read('package.json')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
    version: string;
  };

  it('pins every dependency exactly', () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      // Of Microsoft's exporter there are only betas.
      ([, range]) => !/^\d+\.\d+\.\d+(?:-beta\.\d+)?$/.test(range),
    );

    expect(loose).toEqual([]);
  });

  it('has the version of the newest changelog entry', () => {
    expect(read('CHANGELOG.md')).toMatch(new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b`, 'm'));
  });
});
