import type { Page } from 'playwright-core'
import { beforeAll, describe, test } from 'vitest'
import { settled } from '../e2e/browser.ts'
import { withOverlord, withStandIn } from '../e2e/house.ts'
import { moveDots, report } from './measure.ts'

// What a frame costs the thread that runs the page: of the map with 200 characters on a large screen, and of the table
// of items. They print; they promise nothing, because it depends on the machine. The ratios are to the same of less, in
// the same run.

/** Milliseconds of the processor that the page's thread works for each frame meanwhile, whoever else wants it too. */
async function costOf(page: Page, action: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000
  }
  await page.evaluate(() => {
    const counted = window as unknown as { framesDrawn: number }
    counted.framesDrawn = 0
    const frame = () => {
      counted.framesDrawn++
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const before = await worked()
  await action()
  const frames = await page.evaluate(() => (window as unknown as { framesDrawn: number }).framesDrawn)
  const cost = ((await worked()) - before) / Math.max(1, frames)
  await session.detach()
  return cost
}

describe('the map with 200 characters', () => {
  const house = withStandIn(200)

  beforeAll(() => house.server.makeHistory())

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
    await bare.evaluate(moveDots)
    const least = await costOf(bare, () => bare.waitForTimeout(4000))
    await bare.close()

    const { page } = await house.visit(view)
    await house.go(page, '/')
    await settled(page)
    const tell = async (name: string, action: () => Promise<unknown>) => {
      const cost = await costOf(page, action)
      report(name, cost, 'ms', cost / least, 'a frame of the map, of one of a page with one canvas')
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
    // Half of it row by row, half in leaps that nothing is read for before it is over; to and fro where it ends.
    const scroll = () =>
      page.locator('.item-table').evaluate(async table => {
        let way = 1
        for (let i = 0; i < 120; i++) {
          const at = table.scrollTop
          table.scrollTop += way * (i < 60 ? 84 : 2800)
          if (table.scrollTop === at) way = -way
          await new Promise(done => requestAnimationFrame(done))
        }
      })
    return costOf(page, scroll)
  }

  test('scrolling', async () => {
    const few = await scrolled(300)
    const many = await scrolled(300_000)
    report('rows-scrolled', many, 'ms', many / few, 'a frame of 300,000 rows, of one of 300')
  })
})
