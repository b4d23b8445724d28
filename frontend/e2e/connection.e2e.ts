import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { picture, shot } from './browser.ts'
import { withStandIn } from './house.ts'

const house = withStandIn(60, { land: false })

async function start(): Promise<Page> {
  const page = await house.start()
  await state(page, 'live')
  return page
}

const state = (page: Page, kind: string) =>
  page.locator(`[data-connection=${kind}]`).waitFor({ timeout: 40_000 })

test('a server that dies is told, what was known stays, and all goes on once it is back', async () => {
  const page = await start()
  await house.server.cut()
  await state(page, 'offline')
  expect(await page.locator('.connection').innerText()).toContain('the server does not answer')
  expect(await page.locator('.roster-row').count()).toBeGreaterThan(20)
  await picture(page, 'offline-dark')
  const before = house.server.subscriptions.length
  await house.server.listen()
  await state(page, 'live')
  expect(house.server.subscriptions.length).toBeGreaterThan(before)
})

test('a refusing server is told with its status', async () => {
  const page = await start()
  house.server.failing = { status: 503 }
  await state(page, 'offline')
  expect(await page.locator('.connection').innerText()).toContain('(503)')
  house.server.failing = null
  await state(page, 'live')
})

test('a lost network is told at once', async () => {
  const page = await start()
  await page.context().setOffline(true)
  await state(page, 'offline')
  expect(await page.locator('.connection').innerText()).toContain('no network')
  await page.context().setOffline(false)
  await state(page, 'live')
})

test('asks only for what it needs, in batches', async () => {
  await start()
  expect(house.server.subscriptions.at(-1)).toEqual({
    type: 'subscribe',
    types: [
      'telemetry',
      'player_online',
      'player_offline',
      'death',
      'rare',
      'idle',
      'active',
      'search_match',
      'alerts_changed',
    ],
    batch: true,
  })
})

test('a death shows at once', async () => {
  const page = await start()
  const timestamp = new Date().toISOString()
  house.server.broadcast({ type: 'death', character_name: 'Kesh ibn Rahim', timestamp })
  await page
    .getByRole('row', { name: /Kesh ibn Rahim/ })
    .getByText('Dead')
    .waitFor({ timeout: 20_000, state: 'attached' })
})

test('the empty page explains how to begin, and gives way to the first character', async () => {
  house.server.setCount(0)
  house.server.world.characters.length = 0
  const page = await start()
  await page.getByRole('heading', { name: 'No plugin has connected yet' }).waitFor()
  await page.getByRole('button', { name: 'Copy: Address' }).click()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toBe(`${house.server.url.replace('http', 'ws')}/ws/position`)
  await page.getByText('Copied').first().waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Copy: Or try it out' }).click()
  await expect.poll(copied).toBe('overlord simulate --clients 60')
  house.server.setCount(1)
  house.server.broadcast({
    type: 'player_online',
    character_name: 'Larsa Mossfoot',
    timestamp: new Date().toISOString(),
  })
  await page.locator('.roster-row').first().waitFor({ timeout: 20_000 })
  await page.getByRole('heading', { name: 'No plugin has connected yet' }).waitFor({ state: 'detached' })
  house.server.setCount(60)
})

test('the theme follows the system, can be chosen, and is remembered', async () => {
  const page = await start()
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme)
  await expect.poll(theme).toBe('dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await expect.poll(theme).toBe('light')
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('radio', { name: 'Night' }).check({ force: true })
  await expect.poll(theme).toBe('dark')
  await page.reload()
  await expect.poll(theme).toBe('dark')
  await page.getByRole('button', { name: 'Account' }).click()
  await shot(page, 'menu-dark')
  await page.getByRole('radio', { name: 'System' }).check({ force: true })
  await expect.poll(theme).toBe('light')
})

test.each(['/nothing-here', '/%E2%80%AEhtml?q=<b>', '/a%zz'])(
  'at %s is no page, and a way to the map',
  async path => {
    const page = await house.start(path)
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
    await page.getByRole('link', { name: 'To the map' }).click()
    await page.locator('.roster-row').first().waitFor()
  },
)
