import { beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot } from './browser.ts'
import { withOverlord } from './house.ts'
import { Plugin } from './overlord.ts'

// The state of this server and of the game's, in the top line and in its window.

const house = withOverlord({ land: false })

beforeAll(() => {
  const all = ['Larsa Mossfoot', 'Osric Tanglewood', 'Ysolde Farrow']
  for (const name of all) house.plugin.online(name, { kills: 0, latency_ms: 50 })
  house.plugin.repeat(() => {
    for (const latency_ms of [48, 52])
      for (const name of all) house.plugin.online(name, { kills: 1234, latency_ms })
  })
})

test('the top line tells what all did today and how the game server does, and opens the windows', async () => {
  const page = await house.start('/')
  await page.getByRole('button', { name: '3,702 kills today' }).waitFor()
  await page.getByRole('button', { name: '0 rares today' }).waitFor()
  const game = page.getByRole('button', { name: 'Game server: up 50 ms' })
  await game.waitFor()
  await expect
    .poll(() => game.getAttribute('title'))
    .toMatch(/3 characters online.*Latency of the last minute: 50 ms/)
  house.plugin.send({
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
  const page = await house.start('/?win=server', { theme: 'light' })
  const figure = (name: string) =>
    page.locator('.server-figures div').filter({ hasText: name }).locator('dd').innerText()
  await expect.poll(() => figure('Plugins')).toBe('1')
  await page.getByRole('row', { name: /^world/ }).waitFor()
  await page.getByText('takes events').first().waitFor()
  const second = await house.server.plugin()
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
  const page = await house.start('/?win=server')
  await page.getByRole('tab', { name: 'Refused' }).click()
  await page.getByText('No plugin was turned away').waitFor()
  await expect(Plugin.open(house.server.url, 'not the secret')).rejects.toThrow()
  house.plugin.send({ type: 'spawn', character_name: '<b>\u202Eevil' })
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
  const page = await house.start('/?win=server', PHONE)
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
