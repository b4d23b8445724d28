import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { settled } from '../e2e/browser.ts'
import { withOverlord, withStandIn } from '../e2e/house.ts'
import { moveDots, report } from './measure.ts'

// What a frame costs: of the map with 200 characters on a large screen, in what the page's own code takes, and of
// the table of items, in all that its thread works. They print; they promise nothing, because it depends on who else
// wants the processor. The ratios are to the same of less, in the same run.

describe('the map with 200 characters', () => {
  const house = withStandIn(200)

  beforeAll(() => house.server.makeHistory())

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

  /** The median of what frames cost meanwhile, milliseconds, and of one of a hundred. */
  async function measure(
    page: Page,
    action: () => Promise<unknown>,
  ): Promise<[median: number, most: number]> {
    const costs = () =>
      page.evaluate(() => (window as unknown as { frameCosts: number[] }).frameCosts.splice(0))
    await costs()
    await action()
    const sorted = (await costs()).sort((a, b) => a - b)
    return [sorted[Math.floor(sorted.length / 2)] ?? 0, sorted[Math.floor(sorted.length * 0.99)] ?? 0]
  }

  async function drag(page: Page): Promise<void> {
    await page.mouse.move(1200, 600)
    await page.mouse.down()
    for (let i = 0; i < 60; i++) {
      await page.mouse.move(1200 + Math.sin(i / 6) * 200, 600 + Math.cos(i / 6) * 150)
      await page.waitForTimeout(16)
    }
    await page.mouse.up()
  }

  async function zoom(page: Page): Promise<void> {
    for (let i = 0; i < 40; i++) {
      await page.mouse.wheel(0, i < 20 ? -60 : 60)
      await page.waitForTimeout(30)
    }
  }

  test('frames', async () => {
    const view = { width: 1920, height: 1080 }
    const { page: bare } = await house.visit(view)
    await bare.addInitScript(countFrames)
    await bare.goto('about:blank')
    await bare.evaluate(moveDots)
    const [least] = await measure(bare, () => bare.waitForTimeout(4000))
    expect(least).toBeGreaterThan(0)
    await bare.close()

    const { page } = await house.visit(view)
    await page.addInitScript(countFrames)
    await house.go(page, '/')
    await settled(page)
    const tell = async (name: string, action: () => Promise<unknown>) => {
      const [median, most] = await measure(page, action)
      const of = `the same of a page with one canvas; ${most.toFixed(1)} ms in one of a hundred, a frame has 16.7`
      report(name, median, 'ms', median / least, of)
    }
    await tell('frame-at-rest', () => page.waitForTimeout(4000))
    await tell('frame-dragged', () => drag(page))
    await tell('frame-zoomed', () => zoom(page))
    await page.goto(`${house.server.url}/?follow=Wanderer+104+of+Dereth&zoom=40`)
    await settled(page)
    await tell('frame-followed', () => page.waitForTimeout(4000))
  })
})

describe('the table of items', () => {
  const house = withOverlord({ land: false })

  const made = (index: number) => ({
    item_id: index + 1,
    character_name: 'Mule Amber',
    name: `Item ${index}`,
    item_type: 'armor',
    armor_level: 500,
    spells: [{ id: 6105, name: 'Legendary Focus', tier: 'legendary', active: false }],
  })

  /** Milliseconds that the page's thread works in a frame while so many rows are scrolled. */
  async function scrolled(total: number): Promise<number> {
    const { page } = await house.visit()
    await page.route('**/api/search/items*', async route => {
      const query = new URL(route.request().url()).searchParams
      const from = (Number(query.get('page')) - 1) * 100
      const items = Array.from({ length: Math.min(100, total - from) }, (_, i) => made(from + i))
      await route.fulfill({ json: { items, total_count: total, query: query.get('q') ?? '', facets: [] } })
    })
    await house.go(page, '/inventory.html?q=everything')
    await page.getByText(`${total.toLocaleString('en-US')} items`, { exact: true }).waitFor()
    const session = await page.context().newCDPSession(page)
    // The processor's time, whatever else the machine does meanwhile.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const busy = async () => {
      const { metrics } = await session.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000
    }
    const before = await busy()
    // Half of it row by row, half in leaps that nothing is read for before it is over; to and fro where it ends.
    await page.locator('.item-table').evaluate(async table => {
      let way = 1
      for (let i = 0; i < 120; i++) {
        const at = table.scrollTop
        table.scrollTop += way * (i < 60 ? 84 : 2800)
        if (table.scrollTop === at) way = -way
        await new Promise(done => requestAnimationFrame(done))
      }
    })
    return ((await busy()) - before) / 120
  }

  test('scrolling', async () => {
    const few = await scrolled(300)
    const many = await scrolled(300_000)
    report('rows-scrolled', many, 'ms', many / few, 'a frame of 300,000 rows, of one of 300')
  })
})
