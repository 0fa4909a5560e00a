// A folder for each identity, whatever it is called: no name may lead out of the store, meet a reserved one, or
// meet another's on a file system that ignores case or length.
import { checksum } from './checksum.ts';

/** The readable part is for people who look into the folder; the checksum alone tells identities apart. */
export function folderName(identity: string): string {
  const readable = identity
    .slice(0, 24)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/gu, '_');
  // JSON, since it also keeps lone surrogates apart, which UTF-8 cannot.
  return `i-${readable}-${checksum(JSON.stringify(identity))}`;
}
