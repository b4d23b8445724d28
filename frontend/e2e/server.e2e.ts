import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { launch, shot, signIn, type View, type Visit, visit } from './browser.ts'
import { ADMIN, ADMIN_PASSWORD, Overlord, Plugin } from './overlord.ts'

// The state of this server and of the game's, in the top line and in its window.

let browser: Browser
let server: Overlord
let plugin: Plugin
let visited: Visit

beforeAll(async () => {
  browser = await launch()
  server = await new Overlord().start()
  plugin = await server.plugin()
  for (const name of ['Larsa Mossfoot', 'Osric Tanglewood', 'Ysolde Farrow']) {
    plugin.online(name, { kills: 0, latency_ms: 48 })
    plugin.online(name, { kills: 1234, latency_ms: 52 })
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

async function start(path: string, view: View = {}): Promise<Page> {
  visited = await visit(browser, view)
  await signIn(visited.page, server.url, path, ADMIN, ADMIN_PASSWORD)
  return visited.page
}

test('the top line tells what all did today and how the game server does, and opens the windows', async () => {
  const page = await start('/')
  await page.getByRole('button', { name: '3,702 kills today' }).waitFor()
  await page.getByRole('button', { name: '0 rares today' }).waitFor()
  const game = page.getByRole('button', { name: 'Game server: up 50 ms' })
  await game.waitFor()
  expect(await game.getAttribute('title')).toMatch(/3 characters online.*Latency of the last minute: 50 ms/)
  plugin.send({
    type: 'rare',
    character_name: 'Larsa Mossfoot',
    name: 'Pearl of Acid Baning',
    ew: 33.6,
    ns: 42.1,
  })
  await page.getByRole('button', { name: '1 rare today' }).waitFor()
  await shot(page, 'top-line-dark')
  await game.click()
  await page.getByRole('tab', { name: 'Game server' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: '3,702 kills today' }).waitFor()
  await page.getByRole('button', { name: '3,702 kills today' }).click()
  await page.locator('.leaders').waitFor()
})

test('the window tells what comes in and how far the logs are, and again after a reload', async () => {
  const page = await start('/?win=server', { theme: 'light' })
  const figure = (name: string) =>
    page.locator('.server-figures div').filter({ hasText: name }).locator('dd').innerText()
  await expect.poll(() => figure('Plugins')).toBe('1')
  await page.getByRole('row', { name: /^world/ }).waitFor()
  await page.getByText('takes events').first().waitFor()
  const second = await server.plugin()
  for (let index = 0; index < 20; index++) second.online(`Mule ${index}`)
  await expect.poll(() => figure('Plugins')).toBe('2')
  await page.getByRole('listitem').filter({ hasText: 'telemetry' }).waitFor()
  await page.locator('.chart-canvas canvas').waitFor()
  await shot(page, 'server-here-light')
  await page.reload()
  await expect.poll(() => figure('Plugins')).toBe('2')
  second.close()
  await expect.poll(() => figure('Plugins')).toBe('1')
  await page.getByRole('tab', { name: 'Game server' }).click()
  await expect.poll(() => figure('Online')).toMatch(/^\d+$/)
  await expect.poll(() => figure('Latency')).toMatch(/ms$/)
  await page
    .locator('.server-list')
    .getByText(/^(up|down) for /)
    .first()
    .waitFor()
  await shot(page, 'server-game-light')
  expect(await findings(page)).toEqual([])
})

test('an administrator sees which plugins and events were refused', async () => {
  const page = await start('/?win=server')
  await page.getByRole('tab', { name: 'Refused' }).click()
  await page.getByText('No plugin was turned away').waitFor()
  await expect(Plugin.open(server.url, 'not the secret')).rejects.toThrow()
  plugin.send({ type: 'spawn', character_name: '<b>\u202Eevil' })
  await page.reload()
  await page.getByRole('tab', { name: 'Refused' }).click()
  await page
    .getByText("The plugin's secret is wrong")
    .or(page.getByText("the plugin's secret is wrong"))
    .waitFor()
  await page.locator('.server-refused b').getByText('spawn').waitFor()
  await shot(page, 'server-refused')
  expect(await findings(page)).toEqual([])
})

test('on a phone', async () => {
  const page = await start('/?win=server', { width: 390, height: 844, phone: true })
  await page.getByRole('row', { name: /^world/ }).waitFor()
  await shot(page, 'phone-server')
  await page.getByRole('tab', { name: 'Game server' }).tap()
  await page
    .locator('.server-list')
    .getByText(/^(up|down) for /)
    .first()
    .waitFor()
  await shot(page, 'phone-game')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
