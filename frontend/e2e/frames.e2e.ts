import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { settled } from './browser.ts'
import { withStandIn } from './house.ts'

// What a frame costs with 200 characters on a large screen. Sixty frames a second leave 16.7 ms for each, of
// which the browser itself needs a part.

const house = withStandIn(200)
let page: Page

beforeAll(() => house.server.makeHistory())

interface Costs {
  frames: number
  median: number
  p95: number
  max: number
}

/** Counts the milliseconds that the page's own code takes in each frame. */
function countFrames(): void {
  const costs: number[] = []
  const request = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = callback =>
    request(time => {
      const begin = performance.now()
      callback(time)
      costs.push(performance.now() - begin)
    })
  Object.assign(window, { frameCosts: costs })
}

async function measure(action: () => Promise<void>): Promise<Costs> {
  await page.evaluate(() => {
    ;(window as unknown as { frameCosts: number[] }).frameCosts.length = 0
  })
  await action()
  const costs = await page.evaluate(() => (window as unknown as { frameCosts: number[] }).frameCosts)
  const sorted = costs.sort((a, b) => a - b)
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2))
  return { frames: sorted.length, median: at(0.5), p95: at(0.95), max: at(0.999) }
}

// Again where the machine did other things meanwhile: what a frame costs here is what is asked.
test('200 characters at sixty frames a second', { retry: 2 }, async () => {
  page = (await house.visit({ width: 1920, height: 1080 })).page
  await page.addInitScript(countFrames)
  await house.go(page, '/')
  await settled(page)
  const results: Record<string, Costs> = {}
  results['all of Dereth, nobody touches it'] = await measure(() => page.waitForTimeout(4000))
  results['dragging all of Dereth'] = await measure(drag)
  results['zooming in and out with the wheel'] = await measure(async () => {
    for (let i = 0; i < 40; i++) {
      await page.mouse.wheel(0, i < 20 ? -60 : 60)
      await page.waitForTimeout(30)
    }
  })
  await page.goto(`${house.server.url}/?follow=Wanderer+104+of+Dereth&zoom=40`)
  await settled(page)
  results['following a runner close by'] = await measure(() => page.waitForTimeout(4000))
  const folder = join(import.meta.dirname, 'shots')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'frames.json'), `${JSON.stringify(results, null, 2)}\n`)
  console.table(results)
  for (const [name, costs] of Object.entries(results)) {
    // Half of a frame at most, on a machine that does other things as well.
    expect(costs.median, name).toBeLessThan(8)
  }
})

async function drag(): Promise<void> {
  await page.mouse.move(1200, 600)
  await page.mouse.down()
  for (let i = 0; i < 60; i++) {
    await page.mouse.move(1200 + Math.sin(i / 6) * 200, 600 + Math.cos(i / 6) * 150)
    await page.waitForTimeout(16)
  }
  await page.mouse.up()
}
