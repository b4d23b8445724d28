import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Real browsers against the built page, as many files at a time as there are processors, at most four.
const WORKERS = Number(process.env.E2E_WORKERS) || Math.min(4, availableParallelism())

export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: 'e2e/build.ts',
    maxWorkers: WORKERS,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Machines that build and test at the same time draw slowly.
    expect: { poll: { timeout: 25_000 } },
  },
})
