import type { Browser, Page, Response } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launch, settled, shot, signIn, type Visit, visit } from './browser.ts'
import { ADMIN, ADMIN_PASSWORD, Overlord, type Plugin } from './overlord.ts'

// What lies over the map while a time of the past is shown, against the real server.

let browser: Browser
let server: Overlord
let plugin: Plugin
let visited: Visit

const HOUR = 3_600_000
const THEN = new Date(Date.now() - 5 * HOUR)

beforeAll(async () => {
  browser = await launch()
  server = await new Overlord().start()
  plugin = await server.plugin()
  plugin.stay('Old Peat', { ew: 20, ns: 40 })
  for (let i = 0; i < 20; i++) {
    plugin.send({ type: 'spawn', character_name: 'Old Peat', mob: 'Banderling', ew: 30, ns: 40 })
  }
})

afterAll(async () => {
  plugin?.close()
  await browser?.close()
  await server?.stop()
})

afterEach(async () => {
  expect(visited.problems).toEqual([])
  await visited.context.close()
})

async function heat(page: Page, act: () => Promise<unknown>): Promise<{ ew: number; intensity: number }[]> {
  const [answer] = await Promise.all([
    page.waitForResponse((response: Response) => response.url().includes('/spawns/heatmap')),
    act(),
  ])
  return ((await answer.json()) as { spawn_points: { ew: number; intensity: number }[] }).spawn_points
}

test('the heat is that of the time that is shown, and of now again after it', async () => {
  visited = await visit(browser)
  const { page } = visited
  const then = THEN.toISOString().slice(0, 19)
  const past = await heat(page, () =>
    signIn(page, server.url, `/?layers=heat&hours=1&t=${then}Z&at=40N,25E&zoom=20`, ADMIN, ADMIN_PASSWORD),
  )
  expect(past).toEqual([])
  await page.getByRole('button', { name: 'Layers' }).click()
  expect(await page.getByLabel('Within').locator('option:checked').innerText()).toBe('the hour then')
  await page.getByText('None appeared within that time.').waitFor()
  await settled(page)
  await shot(page, 'past-heat-dark')
  const now = await heat(page, () => page.getByRole('button', { name: 'Back to live' }).click())
  expect(now).toMatchObject([{ ew: 30, intensity: 20 }])
  expect(await page.getByLabel('Within').locator('option:checked').innerText()).toBe('last hour')
})
