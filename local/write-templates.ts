// `npm run templates`: writes infra/lighthouse anew from the product's own templates.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { customerTemplates } from './customer-templates.ts';

const folder = resolve(import.meta.dirname, '../infra/lighthouse');
for (const [name, text] of Object.entries(customerTemplates())) {
  await writeFile(join(folder, name), text);
  console.log(`infra/lighthouse/${name}`);
}
