// `npm run build`: dist/, deployable as it is.
import { join, resolve } from 'node:path';
import { buildApp } from './build.ts';
import { say } from './say.ts';

await buildApp(join(resolve(import.meta.dirname, '..'), 'dist'));
say('Built dist/: deploy this folder as it is.');
