// Makes the app folder that is deployed: a whole deployable app folder with nothing to install, of which a cold start reads
// no more than it needs.
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };
import { englishOnly, httpByRequire, ONE_COPY } from './lean-bundle.ts';

const root = resolve(import.meta.dirname, '..');

/** How whatever is deployed is bundled; the bench measures programs made in the same way. */
export const BUNDLE = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  keepNames: true,
  conditions: ONE_COPY,
  plugins: [englishOnly, httpByRequire],
  // The worker injects it by replacing Module.prototype.require: it must stay a require (facts of the runtime).
  external: ['@azure/functions-core'],
  banner: {
    js: "import { createRequire as keeperCreateRequire } from 'node:module';const require = keeperCreateRequire(import.meta.url);",
  },
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * @param folder where the app folder is made anew
 * @param functions a folder of function files in place of this app's own
 */
export async function buildApp(folder: string, functions = join(root, 'functions')): Promise<void> {
  const files = (await readdir(functions)).sort();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    ...BUNDLE,
    stdin: {
      contents: files.map((file) => `import './${file}';`).join('\n'),
      resolveDir: functions,
      sourcefile: 'functions.ts',
    },
    outdir: folder,
    entryNames: 'main',
    // What is imported only when it is needed lies beside: a start that registers the functions reads none of it.
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    sourcemap: 'linked',
    sourcesContent: false,
  });
  await cp(join(root, 'host.json'), join(folder, 'host.json'));
  const { name, version, description, license, type, engines } = packageJson;
  const deployed = { name, version, description, license, private: true, type, main: 'main.js', engines };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(deployed, null, 2)}\n`);
}
