// Where the state of one identity lies, and how to read it while others replace it.
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { folderName } from './folder-name.ts';
import type { State } from './manifest.ts';
import type { ReadPage } from './pages.ts';
import { openRegister, type Register } from './register.ts';
import type { ReadTreePage } from './tree.ts';
import { withNewest } from './with-newest.ts';

const IDENTITIES = 'identities';

export interface IdentityFiles {
  /** Name of its folder: tells identities apart. */
  name: string;
  manifestsFolder: string;
  pagesFolder: string;
  register: Register;
  readPage: ReadTreePage;
}

export function filesOf(disk: Disk, readPage: ReadPage, identity: string): IdentityFiles {
  return filesIn(disk, readPage, folderName(identity));
}

export async function filesOfAll(disk: Disk, readPage: ReadPage): Promise<IdentityFiles[]> {
  return (await disk.list(IDENTITIES))
    .filter((name) => name.startsWith('i-'))
    .map((name) => filesIn(disk, readPage, name));
}

/** With the names on the way to them safely on the disk. */
export async function makeFolders(disk: Disk, files: IdentityFiles): Promise<void> {
  await disk.makeFolder(files.manifestsFolder);
  await disk.makeFolder(files.pagesFolder);
  for (const folder of [join(IDENTITIES, files.name), IDENTITIES, '.']) await disk.syncFolder(folder);
}

function filesIn(disk: Disk, readPage: ReadPage, name: string): IdentityFiles {
  const manifestsFolder = join(IDENTITIES, name, 'manifests');
  const pagesFolder = join(IDENTITIES, name, 'pages');
  return {
    name,
    manifestsFolder,
    pagesFolder,
    register: openRegister(disk, manifestsFolder),
    readPage: (reference) => readPage(pagesFolder, reference),
  };
}

/** @param find gives the JSON of what is sought */
export async function lookUp<T>(
  files: IdentityFiles,
  find: (state: State, readPage: ReadTreePage) => Promise<string | undefined>,
): Promise<T | undefined> {
  const found = await withNewest(
    async () => [await files.register.read()] as const,
    ([{ state }]) => find(state, files.readPage),
  );
  return found === undefined ? undefined : (JSON.parse(found) as T);
}
