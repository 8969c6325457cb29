import { defineConfig } from 'vitest/config';

/** How long one live test may take, with everything it boots, in ms. */
const liveTimeout = 600_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/live/**'],
        },
      },
      {
        test: {
          name: 'live',
          include: ['test/live/**/*.test.ts'],
          // A cluster needs the machine to itself, and numbers are only worth something without a neighbour.
          fileParallelism: false,
          testTimeout: liveTimeout,
          hookTimeout: liveTimeout,
        },
      },
    ],
  },
});
