import { defineConfig } from 'vitest/config'

// Real browsers against the built page, one file after the other: two would fight for the processor.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: 'e2e/build.ts',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Machines that build and test at the same time draw slowly.
    expect: { poll: { timeout: 25_000 } },
  },
})
