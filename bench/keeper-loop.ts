// The loop as the product runs it, once, with the default concurrency, on a file store: an empty one, or that of the
// runs before it (BENCH_FOLDER). BENCH_POLICY is its link policy.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app.ts';
import { parseSettings } from '../src/settings.ts';
import { givenCloud, reportMeasure } from './measured.ts';

const cloud = givenCloud();
const kept = process.env['BENCH_FOLDER'];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'keeper-bench-'));
try {
  const silent = { info: () => undefined, error: () => undefined };
  const app = createApp(
    parseSettings({
      PROVIDER_TENANT_ID: cloud.tenantId,
      CLIENT_ID: cloud.clientId,
      PARTNER_ID: cloud.partnerId,
      CREDENTIAL: 'simulator',
      SIMULATOR_URL: cloud.url,
      STORE: 'file',
      STORE_PATH: folder,
      LINK_POLICY: process.env['BENCH_POLICY'],
    }),
    { logger: silent },
  );
  const service = await app.openService();
  if (service === undefined) throw new Error(JSON.stringify(app.problems));
  const startedAt = performance.now();
  const answer = await service.reconcile('default', { trigger: 'http', dryRun: false, budgetMs: 600_000 });
  const wallMs = performance.now() - startedAt;
  if (answer.kind !== 'ran' || answer.run.state !== 'succeeded') throw new Error(JSON.stringify(answer));
  reportMeasure(
    wallMs,
    Object.values(answer.run.calls).reduce((sum, count) => sum + count, 0),
  );
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
