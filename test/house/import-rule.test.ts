// The import rule of the house: which folder may import which. Checked on every source file, and on planted breaches.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Folder (longest match wins) to what it may import of our own; `libraries`: packages and node: modules too. */
const RULE: Record<string, { own: string[]; libraries: boolean }> = {
  'src/domain': { own: ['src/domain'], libraries: false },
  'src/ports': { own: ['src/ports', 'src/domain'], libraries: true },
  'src/use-cases': { own: ['src/use-cases', 'src/domain', 'src/ports'], libraries: true },
  'src/azure': { own: ['src/azure', 'src/domain', 'src/ports'], libraries: true },
  'src/storage': { own: ['src/storage', 'src/domain', 'src/ports'], libraries: true },
  'src/notify': { own: ['src/notify', 'src/domain', 'src/ports'], libraries: true },
  'src/telemetry': { own: ['src/telemetry', 'src/domain', 'src/ports', 'src/version.ts'], libraries: true },
  'src/report': { own: ['src/report', 'src/domain', 'src/ports'], libraries: true },
  'src/http': { own: ['src/http', 'src/domain', 'src/ports'], libraries: true },
  src: { own: ['src', 'package.json'], libraries: true },
  functions: { own: ['src/app.ts', 'src/http'], libraries: true },
  local: { own: ['local', 'src', 'package.json'], libraries: true },
  bench: { own: ['bench', 'local', 'src', 'package.json'], libraries: true },
  test: { own: ['test', 'local', 'src', 'functions', 'bench', 'package.json', 'docs'], libraries: true },
};

const IMPORT =
  /(?:^|[^\w.])(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|[^\w.])import\s*\(?\s*['"]([^'"]+)['"]/gm;

function importsOf(source: string): string[] {
  return [...source.matchAll(IMPORT)].flatMap((match) => match[1] ?? match[2] ?? []);
}

/** What a file at this path (relative to the root) imports and may not. */
function breaches(path: string, source: string): string[] {
  const folder = Object.keys(RULE)
    .filter((each) => path.startsWith(`${each}/`))
    .toSorted((a, b) => b.length - a.length)[0];
  const rule = RULE[folder ?? ''];
  if (rule === undefined) return [`${path}: its folder has no rule`];
  return importsOf(source)
    .filter((name) => !isAllowed(name, path, rule))
    .map((name) => `${path} imports ${name}`);
}

function isAllowed(
  name: string,
  path: string,
  { own, libraries }: { own: string[]; libraries: boolean },
): boolean {
  if (!name.startsWith('.')) return libraries;
  const target = relative(root, resolve(root, dirname(path), name))
    .split(sep)
    .join('/');
  return own.some((each) => target === each || target.startsWith(`${each}/`));
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mts|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

describe('the import rule', () => {
  it.each(['src', 'functions', 'local', 'bench', 'test'])('holds in %s', (folder) => {
    const found = sourceFiles(folder).flatMap((path) =>
      breaches(path, readFileSync(join(root, path), 'utf8')),
    );

    expect(found).toEqual([]);
  });

  it('takes zod as a namespace, of which a bundle keeps what is used: `{ z }` is all of it', () => {
    const whole = ['src', 'functions']
      .flatMap(sourceFiles)
      .filter((path) => /import (?:type )?\{[^}]*\} from 'zod'/.test(readFileSync(join(root, path), 'utf8')));

    expect(whole).toEqual([]);
  });

  it('leaves the SDK of telemetry to the file that is bundled apart', () => {
    const heavy = /^@opentelemetry\/(?!api$)|^@azure\/monitor-opentelemetry-exporter$/;
    const importers = ['src', 'functions']
      .flatMap(sourceFiles)
      .filter((path) => importsOf(readFileSync(join(root, path), 'utf8')).some((name) => heavy.test(name)));

    expect(importers).toEqual(['src/telemetry/export-to-azure.ts']);
  });

  it.each([
    ['src/domain/x.ts', "import * as z from 'zod';"],
    ['src/domain/x.ts', "import { readFileSync } from 'node:fs';"],
    ['src/domain/x.ts', "import type { Clock } from '../ports/clock.ts';"],
    ['src/use-cases/x.ts', "export { a } from '../azure/clouds.ts';"],
    ['src/azure/x.ts', "const a = await import('../storage/file-store.ts');"],
    ['src/http/x.ts', "import {\n  a,\n  b,\n} from '../use-cases/reconcile.ts';"],
    ['functions/x.ts', "import '../src/use-cases/reconcile.ts';"],
    ['src/x.ts', "import { startCloud } from '../local/cloud/cloud.ts';"],
    ['functions/x.ts', "import { startCloud } from '../local/cloud/cloud.ts';"],
    ['elsewhere/x.ts', ''],
  ])('finds a breach planted in %s: %s', (path, source) => {
    expect(breaches(path, source)).toHaveLength(1);
  });
});
