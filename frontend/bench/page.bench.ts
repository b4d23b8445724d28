import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, signIn, visit } from '../e2e/browser.ts'
import { ADMIN, ADMIN_PASSWORD } from '../e2e/overlord.ts'
import { Crowd } from './crowd.ts'

// The page under what an evening brings: 200 characters on the move and 20 open windows, in a real browser.
// It prints; it promises nothing, because frames depend on who draws them. The aims stand beside the figures.

const CLIENTS = 200
const WINDOWS = 20
// A report each 100 ms instead of each 2 s: an hour passes in three minutes.
const RATE = process.env.OVERLORD_BENCH_RATE ?? '100ms'
const COMPRESSED_HOUR = Number(process.env.OVERLORD_BENCH_SECONDS ?? 180) * 1000
const FRAMES_FOR = 20_000

const crowd = new Crowd()
let browser: Awaited<ReturnType<typeof launch>>

beforeAll(async () => {
  browser = await launch()
  await crowd.start(CLIENTS, RATE)
})

afterAll(async () => {
  await browser?.close()
  await crowd.stop()
})

test('the page with 200 characters and 20 windows', async () => {
  const { page, context } = await visit(browser)
  const devtools = await context.newCDPSession(page)
  const size = await watchScripts(devtools)
  await signIn(page, crowd.server.url, '/', ADMIN, ADMIN_PASSWORD)
  await expect.poll(() => page.locator('.roster-row').count(), { timeout: 60_000 }).toBeGreaterThan(20)

  size.bytes = 0
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
  await page.goto(crowd.server.url, { waitUntil: 'commit' })
  const ready = await page.evaluate(rosterShown)
  report('first-load', size.bytes / 1000, 'kB', size.bytes / 200_000, 'of at most 200 kB of script')
  report('interactive', ready, 'ms', ready / 1000, 'of at most 1 s on loopback')

  await page.goto(`${crowd.server.url}/?${await windows(page)}`)
  await expect.poll(() => page.locator('.win').count(), { timeout: 60_000 }).toBe(WINDOWS)
  await page.waitForTimeout(10_000)
  const { frames, longest, long } = await page.evaluate(watchFrames, FRAMES_FOR)
  report('frames', frames, 'frames/s', frames / 60, 'of 60 frames a second')
  report('longest-task', longest, 'ms', longest / 50, `of at most 50 ms; ${long} tasks were longer`)

  await page.waitForTimeout(60_000)
  const before = await heap(devtools)
  await page.waitForTimeout(COMPRESSED_HOUR)
  const after = await heap(devtools)
  report('heap-begin', before / 1e6, 'MB', 1, 'after the first minute')
  report('heap-end', after / 1e6, 'MB', after / before, `of that, ${COMPRESSED_HOUR / 1000} s later`)
  await context.close()
})

function report(name: string, value: number, unit: string, ratio: number, of: string): void {
  const figures = `${value.toFixed(1)} ${unit}`.padEnd(18)
  console.log(`BenchmarkPage/${name.padEnd(14)} 1 ${figures} ${ratio.toFixed(3)} ratio ${of}`)
}

/** Adds up what scripts weigh on the wire. */
async function watchScripts(devtools: CDPSession): Promise<{ bytes: number }> {
  const size = { bytes: 0 }
  const scripts = new Set<string>()
  await devtools.send('Network.enable')
  devtools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) size.bytes += encodedDataLength
  })
  return size
}

/** Milliseconds from the beginning of the navigation until the roster has rows. */
function rosterShown(): Promise<number> {
  return new Promise(done => {
    const look = () =>
      document.querySelector('.roster-row') ? done(performance.now()) : requestAnimationFrame(look)
    look()
  })
}

/** Windows of all kinds that the menu offers, again and again for other characters until there are enough. */
async function windows(page: Page): Promise<string> {
  const names = (await page.locator('.roster-name > :first-child').allInnerTexts()).slice(0, WINDOWS)
  const kinds = [
    'combat',
    'sheet',
    'vitals',
    'radar',
    'rates',
    'cantrips',
    'items',
    'quests',
    'server',
    'chat',
    'rares',
    'leaderboards',
  ]
  const query = new URLSearchParams()
  for (let i = 0; i < WINDOWS; i++) {
    const kind = kinds[i % kinds.length]!
    query.append('win', `${kind}:${names[i % names.length]}`)
  }
  return query.toString()
}

function watchFrames(lasts: number): Promise<{ frames: number; longest: number; long: number }> {
  return new Promise(done => {
    const tasks: number[] = []
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration))).observe({
      type: 'longtask',
    })
    const from = performance.now()
    let count = 0
    const frame = (now: number) => {
      count++
      if (now - from < lasts) requestAnimationFrame(frame)
      else done({ frames: (1000 * count) / (now - from), longest: Math.max(0, ...tasks), long: tasks.length })
    }
    requestAnimationFrame(frame)
  })
}

/** Bytes in use once everything that can go is gone. */
async function heap(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  return usedSize
}
