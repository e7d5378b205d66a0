import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    // Far above what any test takes: it ends tests that hang, and how fast a machine is must not decide a result.
    testTimeout: 120_000,
    // On two cores vitest would use one, although most tests wait for sockets and timers.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          setupFiles: ['test/support/property-seed.ts'],
          globalSetup: ['test/support/global-scan.ts'],
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/contract/**',
            'test/worker/**',
            'test/bench/**',
            'test/site/**',
            'test/recording/**',
            'test/newcomer/newcomer.test.ts',
            'test/package/**',
            'test/pipelines/{github,install,recipes}.test.ts',
          ],
        },
      },
      // The pipelines, their steps run as scripts: about ten processes for each test.
      {
        extends: true,
        test: {
          name: 'pipelines',
          include: ['test/pipelines/{github,install,recipes}.test.ts'],
          testTimeout: 240_000,
        },
      },
      // The packed program, a real worker, and what a newcomer types.
      {
        extends: true,
        test: {
          name: 'newcomer',
          include: ['test/newcomer/newcomer.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      // The site of docs/, built, and looked at in Chromium.
      {
        extends: true,
        test: {
          name: 'site',
          include: ['test/{site,recording}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // What `npm run package` makes, installed and run.
      {
        extends: true,
        test: { name: 'package', include: ['test/package/**/*.test.ts'], testTimeout: 120_000 },
      },
      { extends: true, test: { name: 'contract', include: ['test/contract/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'workers',
          include: ['test/worker/**/*.test.ts'],
          fileParallelism: false,
          // Of concurrent tests, whose workers mostly wait.
          maxConcurrency: 2,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
