import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { LOOKED_AT, PHONE, settled, shot, type View } from './browser.ts'
import { withOverlord } from './house.ts'

// Going to places of the map, links to them, and measuring between them.

// The land below is for pictures only.
const house = withOverlord({ land: LOOKED_AT })

beforeAll(() => {
  house.plugin.stay('Old Peat', { ns: -20, ew: -70 })
  house.plugin.send({
    type: 'portal',
    character_name: 'Old Peat',
    portal_name: 'Gate to Nowhere',
    ns: 60,
    ew: 10,
  })
})

async function start(path: string, view: View = {}): Promise<Page> {
  const page = await house.start(path, view)
  await settled(page)
  return page
}

const query = (page: Page) => new URL(page.url()).searchParams
const at = (page: Page) => query(page).get('at')

test('J goes to coordinates, a town, a dungeon, a portal and a character', async () => {
  const page = await start('/')
  const go = async (typed: string, option: RegExp) => {
    await page.keyboard.press('j')
    await page.getByRole('combobox', { name: 'Go to a place' }).fill(typed)
    await page.getByRole('option', { name: option }).first().waitFor()
    if (typed.startsWith('holt')) await shot(page, 'jump-dark')
    await page.keyboard.press('Enter')
  }
  await go('42.1n,33.6e', /42.1N, 33.6E/)
  await expect.poll(() => at(page)).toBe('42.100N, 33.600E')
  await go('A9B4', /Landblock/)
  await expect.poll(() => at(page)).toBe('42.450N, 33.650E')
  await go('holtb', /^Holtburg Town/)
  await expect.poll(() => at(page)).toMatch(/^42\.\d+N, 33\.\d+E$/)
  await go('remote empyrean', /Remote Empyrean Vault/)
  await expect.poll(() => at(page)).toBe('81.700N, 71.200W')
  await go('gate to no', /Gate to Nowhere Portal/)
  await expect.poll(() => at(page)).toBe('60.000N, 10.000E')
  await go('old pe', /Old Peat Character/)
  await expect.poll(() => at(page)).toBe('20.000S, 70.000W')
  await page.getByRole('region', { name: 'Old Peat' }).waitFor()
  await page.keyboard.press('j')
  await page.getByRole('combobox', { name: 'Go to a place' }).fill('xyzzy')
  await page.getByText('No place and nobody is called so.').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.jump').count()).toBe(0)
}, 150_000)

test('the menu of a place copies it and a link that leads back to it', async () => {
  const page = await start('/?at=42.1N,33.6E&zoom=30')
  const box = (await page.locator('.map-surface').boundingBox())!
  const middle = { x: box.width / 2, y: box.height / 2 }
  const surface = page.locator('.map-surface')
  await surface.hover({ position: middle })
  await expect.poll(() => page.locator('.map-place').innerText()).toBe('42.1N, 33.6E · A9B4')
  await surface.click({ button: 'right', position: middle })
  await shot(page, 'place-menu-dark')
  expect(await findings(page)).toEqual([])
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await page.getByRole('menuitem', { name: 'Copy 42.1N, 33.6E' }).click()
  await expect.poll(copied).toBe('42.1N, 33.6E')
  await surface.click({ button: 'right', position: middle })
  await page.getByRole('menuitem', { name: 'Copy landblock A9B4' }).click()
  await expect.poll(copied).toBe('A9B4')
  await surface.click({ button: 'right', position: { x: middle.x + 300, y: middle.y } })
  await page.getByRole('menuitem', { name: 'Copy a link' }).click()
  await expect.poll(copied).toContain('43.600E')
  await page.goto(await copied())
  await settled(page)
  await surface.hover({ position: middle })
  await expect.poll(() => page.locator('.map-place').innerText()).toContain('42.1N, 43.6E')
})

test('measuring tells each leg and the whole way, and Escape ends it', async () => {
  const page = await start('/?at=42.1N,33.6E&zoom=30', { theme: 'light' })
  const surface = page.locator('.map-surface')
  const box = (await surface.boundingBox())!
  const [x, y] = [box.width / 2, box.height / 2]
  await surface.click({ button: 'right', position: { x, y } })
  await page.getByRole('menuitem', { name: 'Measure from here' }).click()
  const card = page.getByRole('region', { name: 'Measuring' })
  await surface.hover({ position: { x: x + 150, y } })
  await expect.poll(() => card.innerText()).toContain('5.00 units, 1.20 km')
  await expect.poll(() => card.innerText()).toContain('E, 90°')
  await surface.click({ position: { x: x + 150, y } })
  await surface.hover({ position: { x: x + 150, y: y - 90 } })
  await expect.poll(() => card.innerText()).toContain('3.00 units, 720 m')
  await expect.poll(() => card.innerText()).toContain('8.00 units, 1.92 km')
  await shot(page, 'measure-light')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Backspace')
  await surface.hover({ position: { x: x + 30, y } })
  await expect.poll(() => card.innerText()).toContain('1.00 units, 240 m')
  await page.keyboard.press('Escape')
  await expect.poll(() => card.count()).toBe(0)
})

test('on a phone the field and the menu are there as well', async () => {
  const page = await start('/?at=42.1N,33.6E&zoom=30', PHONE)
  await page.getByRole('button', { name: 'Go to a place' }).tap()
  await page.getByRole('combobox', { name: 'Go to a place' }).fill('yar')
  await page.getByRole('option', { name: /Yaraq/ }).first().waitFor()
  await shot(page, 'jump-phone-dark')
  expect(await findings(page)).toEqual([])
  await page
    .getByRole('option', { name: /^Yaraq/ })
    .first()
    .tap()
  await expect.poll(() => at(page)).toMatch(/S, 1\.\d+W$/)
  const box = (await page.locator('.map-surface').boundingBox())!
  const client = await page.context().newCDPSession(page)
  const touchPoints = [{ x: box.x + 150, y: box.y + 150 }]
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await page.getByRole('menuitem', { name: 'Measure from here' }).waitFor()
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await page.getByRole('menuitem', { name: 'Measure from here' }).waitFor()
  await shot(page, 'place-menu-phone')
})
