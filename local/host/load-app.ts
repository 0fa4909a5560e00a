// Loads an app's function files as the worker does at its start: main glob, top levels, appStart hooks, capabilities.
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import * as z from 'zod';
import type { AppScope } from './app-scope.ts';
import { loadInto, runAs } from './core-module.ts';

const packageShape = z.object({ main: z.string().optional() });

/** How often each file was loaded in this process: the module cache would swallow a second load's registrations. */
const loads = new Map<string, number>();

/**
 * Fills `app`. Gives the reason where the app could not be loaded: the host then runs on without a single function,
 * and every route is 404 [observed]. Throws only for what this local host does not support.
 */
export async function loadApp(
  app: AppScope,
  appFolder: string,
  files?: string[],
): Promise<string | undefined> {
  let failure: string | undefined;
  await loadInto(app, async () => {
    let file = 'package.json';
    try {
      for (file of files ?? (await mainFiles(appFolder))) await loadFile(file);
    } catch (error) {
      failure = `Worker was unable to load entry point "${file}": ${format(error)}`;
    }
  });
  if (failure === undefined) failure = await startApp(app, appFolder);
  if (failure !== undefined) app.functions.clear();
  return failure;
}

async function startApp(app: AppScope, appFolder: string): Promise<string | undefined> {
  try {
    const context = {
      hookData: app.appHookData,
      appHookData: app.appHookData,
      functionAppDirectory: appFolder,
    };
    await runAs(app, async () => app.runHooks('appStart', context));
  } catch (error) {
    return `An appStart hook failed: ${format(error)}`;
  }
  const capabilities = await app.programmingModel?.getCapabilities?.({});
  if (capabilities?.['HttpUri'] !== undefined) {
    throw new Error('The app sets enableHttpStream, which this local host does not support: leave it out.');
  }
  return undefined;
}

async function mainFiles(appFolder: string): Promise<string[]> {
  const { main } = packageShape.parse(JSON.parse(await readFile(join(appFolder, 'package.json'), 'utf8')));
  if (main === undefined) throw new Error('package.json has no "main": it names the function files to load.');
  const found: string[] = [];
  for await (const name of glob(main, { cwd: appFolder })) found.push(join(appFolder, name));
  if (found.length === 0) throw new Error(`Found zero files matching the supplied pattern "${main}"`);
  return found.sort();
}

async function loadFile(file: string): Promise<void> {
  const { href } = pathToFileURL(file);
  const count = loads.get(href) ?? 0;
  loads.set(href, count + 1);
  // Only the file itself is evaluated anew; what it imports is shared with the host before.
  await import(/* @vite-ignore */ count === 0 ? href : `${href}?load=${count}`);
}
