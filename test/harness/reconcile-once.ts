// A process of its own that does one run with the settings of its environment; a test kills it in the middle.
import { createApp } from '../../src/app.ts';
import { parseSettings } from '../../src/settings.ts';

const app = createApp(parseSettings(process.env));
const service = await app.openService();
if (service === undefined) throw new Error(`The settings are not valid: ${JSON.stringify(app.problems)}`);
const answer = await service.reconcile('default', { trigger: 'timer', dryRun: false, budgetMs: 60_000 });
process.stdout.write(`${JSON.stringify(answer)}\n`);
