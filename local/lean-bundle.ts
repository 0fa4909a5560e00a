// What keeps the load of a bundle short: one copy of each package, no texts that nobody reads, no built-in that nobody needs.
import type { Plugin } from 'esbuild';

/**
 * A package that comes as ES module and as CommonJS is taken as ES module by all who use it. Else those that `require`
 * it and those that `import` it bring a copy each.
 */
export const ONE_COPY = ['import'];

/** zod speaks some fifty languages, which are a quarter of a megabyte; its texts are only ever said in English. */
export const englishOnly: Plugin = {
  name: 'english-only',
  setup: (build) =>
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

/** Imported as an ES module, `node:http` reads each of its exports, and so loads undici and HTTP/2 for its WebSocket. */
export const httpByRequire: Plugin = {
  name: 'http-by-require',
  setup: (build) => {
    build.onResolve({ filter: /^(?:node:)?https?$/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path: path.replace('node:', ''), namespace: 'by-require' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'by-require' }, ({ path }) => ({
      contents: `module.exports = require('node:${path}');`,
    }));
  },
};
