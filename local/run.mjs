// Starts one of our TypeScript entry points. Plain JavaScript, so that a Node.js that is too old to read
// TypeScript still gets a sentence to act on rather than a syntax error.
/** The first 22 that reads TypeScript unasked. */
const [wantedMajor, wantedMinor] = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
  process.stderr.write(
    `Lighthouse Keeper's scripts need Node.js ${wantedMajor}.${wantedMinor} and found ${process.versions.node}.\n` +
      'npm brings a newer one along as the dev dependency "node"; its install script did not run. Mend it with:\n' +
      '  npm rebuild node   (or: npm ci --ignore-scripts=false), or install Node.js 24.\n',
  );
  process.exit(1);
}
const [entry] = process.argv.splice(2, 1);
if (entry !== undefined) await import(new URL(`../${entry}`, import.meta.url).href);
