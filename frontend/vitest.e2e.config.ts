import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Real browsers against the built page, as many files at a time as there are processors, at most four.
const WORKERS = Number(process.env.E2E_WORKERS) || Math.min(4, availableParallelism())

// The longest ones, so that none of them is begun when all others are done.
const FIRST = ['every', 'inventory', 'suits', 'admin', 'combat', 'layers', 'bridge', 'replay', 'map', 'looks']

/** Long files first, the others as they come. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = FIRST.findIndex(name => moduleId.endsWith(`/${name}.e2e.ts`))
      return at < 0 ? FIRST.length : at
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: 'e2e/build.ts',
    maxWorkers: WORKERS,
    // One file after the other in the same process: each has a house of its own, and what they import is the same.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Machines that build and test at the same time draw slowly.
    expect: { poll: { timeout: 25_000 } },
  },
})
