import { defineConfig } from 'vitest/config'

// What takes minutes and needs the machine for itself: measuring the page, and taking its pictures.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['bench/**/*.bench.ts'],
    globalSetup: 'e2e/build.ts',
    fileParallelism: false,
    disableConsoleIntercept: true,
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
  },
})
