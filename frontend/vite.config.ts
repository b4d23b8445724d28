import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { gamedata } from './build/gamedata.ts'

// The server that `npm run dev` forwards to; `make dev` starts it there.
const server = process.env.OVERLORD_URL ?? 'http://127.0.0.1:8770'
const forwarded = ['/api']

export default defineConfig({
  plugins: [react(), gamedata()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The server's content policy allows no data: scripts or fonts, and a file of its own is cached for ever.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  worker: { format: 'es', plugins: () => [gamedata()] },
  server: {
    port: 5173,
    proxy: {
      ...Object.fromEntries(forwarded.map(path => [path, { target: server, bypass: pageRequest }])),
      '/ws': { target: server, ws: true },
    },
  },
  test: {
    // A test that needs a document says so in its first line: making one takes longer than most tests.
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'],
    setupFiles: [],
    // Machines that build and test at the same time are slow.
    testTimeout: 60_000,
  },
})

/** A person who opens /login wants the page, which Vite serves; everything else goes to the server. */
function pageRequest(request: { method?: string; headers: { accept?: string } }) {
  const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html')
  return wantsPage ? '/index.html' : undefined
}
