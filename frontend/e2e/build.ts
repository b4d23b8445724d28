import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Overlord } from './overlord.ts'

/** Builds the server with the page in it, and the database of one that is new, once for all browser tests. */
export default async function build(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'overlord-e2e-'))
  process.env.OVERLORD_BINARY = join(folder, 'overlord')
  execFileSync('go', ['build', '-o', process.env.OVERLORD_BINARY, '.'], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: 'inherit',
  })
  const empty = await new Overlord().start()
  process.env.OVERLORD_EMPTY = await empty.halt()
  return async () => {
    await empty.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
