// `npm run probe`: confirms, by reading alone, what is assumed of Azure (local/cloud/README.md), with the settings of
// `npm start`. Exit code 0: it ran, whatever it saw; 2: it could not run.
import { join, resolve } from 'node:path';
import type { Identity } from '../src/ports/identity.ts';
import { parseSettings, type Settings } from '../src/settings.ts';
import { startCloud } from './cloud/cloud.ts';
import { demoWorld } from './cloud/worlds/demo.ts';
import { providersWorld } from './cloud/worlds/providers.ts';
import {
  namesSeveral,
  readLocalSettings,
  unknownToDemo,
  wantsOwnCloud,
  withDemo,
  withLocalStore,
} from './local-settings.ts';
import { HELP, parseCommandLine } from './probe/options.ts';
import { toJson, toText } from './probe/report.ts';
import { runProbe } from './probe/run-probe.ts';
import { say } from './say.ts';
import { style } from './terminal.ts';

const COULD_NOT_RUN = 2;
const root = resolve(import.meta.dirname, '..');

try {
  await probe();
} catch (error) {
  process.stderr.write(`${style('red', error instanceof Error ? error.message : String(error))}\n`);
  process.exitCode = COULD_NOT_RUN;
}

async function probe(): Promise<void> {
  const { help, identity: name, showIds, json, ...options } = parseCommandLine(process.argv.slice(2));
  if (help) {
    say(HELP);
    return;
  }
  const given = { ...(await readLocalSettings(join(root, 'local.settings.json'))), ...process.env };
  const unknown = unknownToDemo(given);
  if (unknown !== undefined) throw new Error(unknown);
  const cloud = wantsOwnCloud(given)
    ? await startCloud({ world: namesSeveral(given) ? providersWorld() : demoWorld() })
    : undefined;
  try {
    const settings = settingsOf(
      cloud === undefined ? withLocalStore(given) : withDemo(given, cloud.url, '.'),
    );
    const { cloud: azureCloud, simulatorUrl } = settings;
    const report = await runProbe(chosen(settings, name), { ...options, cloud: azureCloud, simulatorUrl });
    say(json ? toJson(report, showIds) : toText(report, showIds));
  } finally {
    await cloud?.close();
  }
}

function settingsOf(environment: Record<string, string | undefined>): Settings {
  const { settings, problems } = parseSettings(environment);
  if (settings !== undefined) return settings;
  throw new Error(problems.map(({ name, detail }) => `${name} ${detail}.`).join('\n'));
}

function chosen({ identities }: Settings, name: string | undefined): Identity {
  const found = name === undefined ? identities[0] : identities.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new Error(
    `There is no identity ${name}. There are: ${identities.map((each) => each.name).join(', ')}.`,
  );
}
