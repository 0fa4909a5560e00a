// `npm run bench`: what the loop costs beside the serial loop that public scripts use, measured side by side in one
// run on one simulated Azure, what either store costs beside the other, and what the start costs beside that of a
// hello-world app. `npm run bench -- start` measures one of: scan, stores, telemetry, start. Ratios tell; times are this machine's.
import { scanTable } from './scan-table.ts';
import { startTable } from './start-table.ts';
import { storeTable } from './store-table.ts';
import { telemetryTable } from './telemetry-table.ts';

const TABLES: Record<string, () => Promise<void>> = {
  scan: scanTable,
  stores: storeTable,
  telemetry: telemetryTable,
  start: startTable,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => TABLES[name] === undefined);
if (unknown.length > 0)
  throw new Error(`There is no bench ${unknown.join(', ')}: ${Object.keys(TABLES).join(', ')}.`);
for (const [name, table] of Object.entries(TABLES))
  if (wanted.length === 0 || wanted.includes(name)) await table();
