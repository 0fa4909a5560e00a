// A place where dist/ is deployed, beside an Azure that is simulated and a storage account that is an Azurite, each in a
// process of its own. The app is started there, ended and started again.
import * as z from 'zod';
import { startAzurite, startWholeAzurite, type RunningAzurite } from '../../bench/azurite.ts';
import { cloudLine, type CloudAddress } from '../../bench/measured.ts';
import { buildApp } from '../../local/build.ts';
import { startChild } from '../harness/child.ts';
import { callUrl } from '../harness/host.ts';
import { temporaryFolder, type Cleanup, type Environment } from '../harness/keeper.ts';
import { newTableName } from '../storage/azurite.ts';
import { connect, type Client } from './client.ts';
import { chosenHost } from './hosts/chosen-host.ts';
import type { RunningHost, StartOptions } from './hosts/host-kind.ts';

/** A folder that is built already; main.ts sets it. */
export const APP_VARIABLE = 'KEEPER_TEST_APP';
/** Far away, so that a timer runs when it is told to and not by itself. */
const RARELY = '0 0 0 1 1 *';

export interface Ground {
  appFolder: string;
  storage: string;
}

/** What all tests of a file stand on. To be called in a hook. */
export async function prepareGround(file: Cleanup): Promise<Ground> {
  const azurite: RunningAzurite = await (chosenHost.needsStorage ? startWholeAzurite() : startAzurite());
  file.onTestFinished(() => azurite.stop());
  const built = process.env[APP_VARIABLE];
  if (built !== undefined) return { appFolder: built, storage: azurite.connectionString };
  const appFolder = await temporaryFolder(file);
  await buildApp(appFolder);
  return { appFolder, storage: azurite.connectionString };
}

export interface SimulatedAzure extends CloudAddress {
  /** Calls its control API; the path is below /_cloud. @throws Error where it refuses */
  control: (method: string, path: string, body?: unknown) => Promise<unknown>;
}

export interface Deployed extends Client, Pick<RunningHost, 'terminate' | 'ended'> {
  /** Ends it and waits until it has. */
  end: () => Promise<void>;
}

export interface Deployment {
  azure: SimulatedAzure;
  start: (options?: Partial<StartOptions>) => Promise<Deployed>;
}

export async function deploy(test: Cleanup, { appFolder, storage }: Ground): Promise<Deployment> {
  const azure = await startAzure(test);
  const place = { appFolder, storage, folder: await temporaryFolder(test) };
  const always = settingsFor(azure, storage);
  return {
    azure,
    start: async ({ settings, clockShiftMs } = {}) => {
      const host = await chosenHost.start(test, place, {
        settings: { ...always, ...settings },
        clockShiftMs,
      });
      const { terminate, ended } = host;
      const end = async () => {
        terminate();
        await ended;
      };
      return { ...connect(host.url, host.keys), terminate, ended, end };
    },
  };
}

async function startAzure(test: Cleanup): Promise<SimulatedAzure> {
  const child = startChild(test, ['local/cloud/main.ts', '--world', 'demo']);
  const [line] = await child.until(/^\{.*\}$/m);
  const address = cloudLine.parse(JSON.parse(line));
  return {
    ...address,
    control: async (method, path, body) => {
      const answer = await callUrl(`${address.url}/_cloud/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
      return answer.json;
    },
  };
}

function settingsFor(azure: CloudAddress, storage: string): Environment {
  return {
    PROVIDER_TENANT_ID: azure.tenantId,
    CLIENT_ID: azure.clientId,
    PARTNER_ID: azure.partnerId,
    CREDENTIAL: 'simulator',
    SIMULATOR_URL: azure.url,
    LINK_POLICY: 'heal',
    RECONCILE_SCHEDULE: RARELY,
    STORE_TABLES_URL: storage,
    STORE_TABLE_NAME: newTableName(),
  };
}

/** Requests that the simulated Azure got, by operation. */
export async function callsOf(azure: SimulatedAzure): Promise<Record<string, number>> {
  return z.record(z.string(), z.number()).parse(await azure.control('GET', 'calls'));
}
