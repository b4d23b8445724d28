import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Builds the server with the page in it, once for all browser tests. */
export default function build(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'overlord-e2e-'))
  process.env.OVERLORD_BINARY = join(folder, 'overlord')
  execFileSync('go', ['build', '-o', process.env.OVERLORD_BINARY, '.'], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: 'inherit',
  })
  return () => rmSync(folder, { recursive: true, force: true })
}
