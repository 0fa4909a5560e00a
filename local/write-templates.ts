// `npm run templates`: writes infra/lighthouse anew from the product's own templates, and compiles the policy over them.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { customerTemplates } from './customer-templates.ts';
import { findBicep } from './find-bicep.ts';
import { say } from './say.ts';

const folder = resolve(import.meta.dirname, '../infra/lighthouse');
for (const [name, text] of Object.entries(await customerTemplates())) {
  await writeFile(join(folder, name), text);
  say(`infra/lighthouse/${name}`);
}

const policy = 'delegate-management-group';
const bicep = findBicep();
if (bicep === undefined) {
  process.stderr.write(
    `infra/lighthouse/${policy}.json was not compiled: no Bicep here (npm run get-bicep).\n`,
  );
  process.exitCode = 1;
} else {
  const paths = [join(folder, `${policy}.bicep`), '--outfile', join(folder, `${policy}.json`)];
  await promisify(execFile)(bicep, ['build', ...paths], { timeout: 60_000 });
  say(`infra/lighthouse/${policy}.json`);
}
