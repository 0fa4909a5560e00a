// Starts one of our TypeScript entry points. Plain JavaScript, so that a Node.js that is too old to read
// TypeScript still gets a sentence to act on rather than a syntax error.
const wanted = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < wanted) {
  process.stderr.write(
    `Lighthouse Keeper's scripts need Node.js ${wanted} and found ${process.versions.node}.\n` +
      'npm brings it along as the dev dependency "node"; its install script did not run. Mend it with:\n' +
      '  npm rebuild node   (or: npm ci --ignore-scripts=false), or install Node.js 24.\n',
  );
  process.exit(1);
}
const [entry] = process.argv.splice(2, 1);
if (entry !== undefined) await import(new URL(`../${entry}`, import.meta.url).href);
