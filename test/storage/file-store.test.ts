// The file store under the store contract.
import { openFileStore } from '../../src/storage/file-store.ts';
import { describeStore } from './describe-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

describeStore('file store', async (clock) => {
  const folder = await temporaryFolder();
  return { connect: () => openFileStore({ folder, clock }) };
});
