// The product over a simulated Azure in this process, for one test: settings, file store in a folder of its own,
// a log that can be read. Everything goes when the test is over.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud, type Cloud, type CloudOptions } from '../../local/cloud/cloud.ts';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';
import { createApp, type App } from '../../src/app.ts';
import type { Service } from '../../src/service.ts';
import { createService, type Overrides } from '../../src/create-service.ts';
import { systemClock, type Clock } from '../../src/ports/clock.ts';
import type { LogFields, Logger } from '../../src/ports/logger.ts';
import type { StateStore } from '../../src/ports/store.ts';
import { parseSettings } from '../../src/settings.ts';
import { openFileStore } from '../../src/storage/file-store.ts';
import { nodeFileSystem, type FileSystem } from '../../src/storage/file-system.ts';

export type Environment = Record<string, string | undefined>;

/** What a test's context offers; whole-file.ts has the one of a file. */
export interface Cleanup {
  onTestFinished: (clean: () => Promise<void> | void) => void;
}

/** The real one but for the waits for the disk: these tests do not pull the plug. */
const hastyFileSystem: FileSystem = {
  ...nodeFileSystem,
  write: (path, text) => writeFile(path, text, { flag: 'wx' }),
  syncFolder: async () => undefined,
};

export interface KeeperOptions {
  cloud?: Partial<CloudOptions>;
  clock?: Clock;
  /** Over the settings that fit the cloud; undefined takes one away. */
  settings?: Environment | ((cloudUrl: string) => Environment);
  /** Stands between the app and its file store. */
  wrapStore?: (store: StateStore) => StateStore;
}

/** Settings over others, also where they follow the cloud's address. */
export function settingsOver(
  below: Environment,
  above: KeeperOptions['settings'],
): (cloudUrl: string) => Environment {
  return (cloudUrl) => ({ ...below, ...(typeof above === 'function' ? above(cloudUrl) : above) });
}

export interface LogLine {
  level: 'info' | 'error';
  message: string;
  fields: LogFields;
}

export interface KeeperUnderTest {
  cloud: Cloud;
  app: App;
  /** The file store itself, without the wrap. */
  store: StateStore;
  folder: string;
  environment: Environment;
  logs: LogLine[];
}

export async function startKeeper(
  test: Cleanup,
  options: KeeperOptions = {},
): Promise<KeeperUnderTest & { service: Service }> {
  const started = await startKeeperWithAny(test, options);
  const service = await started.app.openService();
  if (service === undefined)
    throw new Error(`The settings are not valid: ${JSON.stringify(started.app.problems)}`);
  return { ...started, service };
}

/** Also with settings that are not valid. */
export async function startKeeperWithAny(
  test: Cleanup,
  { cloud: cloudOptions, clock = systemClock, settings, wrapStore }: KeeperOptions = {},
): Promise<KeeperUnderTest> {
  const cloud = await cloudFor(test, cloudOptions);
  const folder = await temporaryFolder(test);
  const more = typeof settings === 'function' ? settings(cloud.url) : settings;
  const environment: Environment = { ...settingsFor(cloud.url, folder), ...more };
  const logs: LogLine[] = [];
  const store = openHastyStore(environment['STORE_PATH'] ?? folder, clock);
  const app = createAppFor(environment, {
    clock,
    logger: collector(logs),
    store: wrapStore?.(store) ?? store,
  });
  return { cloud, app, store, folder, environment, logs };
}

export function openHastyStore(folder: string, clock: Clock): StateStore {
  return openFileStore({ folder, clock, fileSystem: hastyFileSystem });
}

/** The app of an environment, as a new process would make it. */
export function createAppFor(environment: Environment, overrides: Overrides): App {
  return createApp(parseSettings(environment), overrides);
}

/** The service of an environment, as another process would make it. @throws where a setting is not valid */
export function createServiceFor(environment: Environment, overrides: Overrides): Service {
  const { problems, settings } = parseSettings(environment);
  if (settings === undefined) throw new Error(`The settings are not valid: ${JSON.stringify(problems)}`);
  return createService(settings, overrides.logger ?? SILENT, overrides);
}

const SILENT: Logger = { info: () => undefined, error: () => undefined };

export async function cloudFor(test: Cleanup, options: Partial<CloudOptions> = {}): Promise<Cloud> {
  const cloud = await startCloud({ world: demoWorld(), ...options });
  test.onTestFinished(() => cloud.close());
  return cloud;
}

export async function temporaryFolder(test: Cleanup): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keeper-test-'));
  test.onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Of the demo's identity. */
export function settingsFor(simulatorUrl: string, storePath: string): Record<string, string> {
  return {
    PROVIDER_TENANT_ID: DEMO_IDENTITY.tenantId,
    CLIENT_ID: DEMO_IDENTITY.clientId,
    PARTNER_ID: DEMO_IDENTITY.partnerId,
    CREDENTIAL: 'simulator',
    SIMULATOR_URL: simulatorUrl,
    STORE: 'file',
    STORE_PATH: storePath,
  };
}

export function collector(logs: LogLine[]): Logger {
  return {
    info: (message, fields) => void logs.push({ level: 'info', message, fields }),
    error: (message, fields) => void logs.push({ level: 'error', message, fields }),
  };
}
