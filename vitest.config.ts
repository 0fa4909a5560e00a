import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Each file of tests has a process of its own, and starts others: what one compiled of the packages need not be compiled
// again. Not where coverage is measured, which is less exact on code from the cache (Node's docs, module.enableCompileCache).
if (!process.argv.includes('--coverage'))
  process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/report.json' },
    // Vitest leaves a core to itself by default; on two that halves the speed.
    maxWorkers: '100%',
    // No test waits that long: a busy machine may.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    coverage: {
      provider: 'v8',
      include: ['src/domain/**/*.ts'],
      reporter: ['text-summary'],
      reportsDirectory: 'coverage',
      thresholds: { statements: 100, branches: 100, functions: 100, lines: 100 },
    },
  },
});
