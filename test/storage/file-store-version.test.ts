// A folder as release 0.1.0 wrote it (schema version 1, before there were words, expected entries and messages) is
// read by every later one and can be written on. The fixture is never made anew: it is what lies on disks out there.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { openFileStore } from '../../src/storage/file-store.ts';
import { writeOnVersion1, VERSION_1 } from './version-1.ts';
import { dumpStore } from './dump-store.ts';
import { createMovableClock } from './movable-clock.ts';
import { START } from './samples.ts';
import { leftovers } from './stored-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const files = z
  .array(
    z.object({
      path: z.string(),
      gzip: z.base64().transform((text) => gunzipSync(Buffer.from(text, 'base64'))),
    }),
  )
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/file-store-v1.json'), 'utf8')));

test('a folder of schema version 1 is read, and all there is can be written on', async () => {
  const folder = await temporaryFolder();
  for (const { path, gzip } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), gzip);
  }
  const store = openFileStore({ folder, clock: createMovableClock(START) });
  await store.check();
  expect(await dumpStore(store)).toEqual(VERSION_1);

  const after = await writeOnVersion1(store);

  expect(await dumpStore(openFileStore({ folder, clock: createMovableClock(START) }))).toEqual(after);
  expect(await leftovers(folder)).toEqual([]);
});
