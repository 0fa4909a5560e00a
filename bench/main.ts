// `npm run bench`: what the loop costs beside the serial loop that public scripts use, measured side by side in one
// run on one simulated Azure, and what either store costs beside the other. Ratios tell; absolute times are this machine's.
import { scanTable } from './scan-table.ts';
import { storeTable } from './store-table.ts';
import { telemetryTable } from './telemetry-table.ts';

await scanTable();
await storeTable();
await telemetryTable();
