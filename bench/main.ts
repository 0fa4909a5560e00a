// `npm run bench`: what the loop costs beside the serial loop that public scripts use, measured side by side in one
// run on one simulated Azure. Ratios tell; absolute times are this machine's.
import { scanTable } from './scan-table.ts';

await scanTable();
