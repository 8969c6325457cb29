import { defineConfig } from 'vitest/config';

/** How long one live test may take, with everything it boots, in ms. */
const liveTimeout = 600_000;

const live = (name: string, include: string[]) => ({
  test: {
    name,
    include,
    globalSetup: 'test/live/before.ts',
    // A cluster needs the machine to itself, and numbers are only worth something without a neighbour.
    fileParallelism: false,
    testTimeout: liveTimeout,
    hookTimeout: liveTimeout,
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/live/**', 'test/browser/**'],
        },
      },
      // The report in Chromium.
      {
        test: {
          name: 'browser',
          include: ['test/browser/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
      live('live', ['test/live/*.test.ts']),
      // What each fault does to Kafka: longer than all other live tests together.
      live('faults', ['test/live/faults/*.test.ts']),
      // A system broken on purpose fails the right experiments.
      live('mutants', ['test/live/mutants/*.test.ts']),
    ],
  },
});
