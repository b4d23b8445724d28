import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, shot } from './browser.ts'
import { withOverlord } from './house.ts'

// The light page, against the real server.

const house = withOverlord()

const HOSTILE = '<b onclick=alert(1)>\u202Eevil'

beforeAll(() => {
  house.plugin.stay('Larsa Mossfoot', { ew: 33.6, ns: 42.1, kills: 12, kills_per_hour: 14_141 })
  house.plugin.stay('Osric Tanglewood', { ew: -61.5, ns: -12.25, kills: 107_134, kills_per_hour: 40 })
  house.plugin.stay(HOSTILE, { ew: 500, ns: 500 })
})

/** What is wider than its cell, names apart. */
const cut = (page: Page) =>
  page
    .locator('.number, td:nth-child(2), td:nth-child(6)')
    .evaluateAll(cells =>
      cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent),
    )

const names = (page: Page) => page.locator('tbody button').allInnerTexts()

test('the light page lists who is online, sorts, filters and finds them', async () => {
  const page = await house.start('/classic')
  await expect.poll(() => names(page)).toEqual(['Larsa Mossfoot', 'Osric Tanglewood', HOSTILE])
  await page.getByRole('button', { name: 'Kills', exact: true }).click()
  await expect.poll(() => names(page)).toEqual(['Osric Tanglewood', 'Larsa Mossfoot', HOSTILE])
  await page.getByText('42.1N, 33.6E').waitFor()
  await page.getByText('107,134', { exact: true }).waitFor()
  expect(await cut(page)).toEqual([])
  await page.getByText('indoors').waitFor()
  await page.getByRole('button', { name: 'Larsa Mossfoot' }).click()
  await page.locator('tr.on').waitFor()
  await shot(page, 'classic-dark')
  await page.getByLabel('Filter').fill('osr')
  await expect.poll(() => names(page)).toEqual(['Osric Tanglewood'])
  house.plugin.stay('Osric the Second', { ew: 1, ns: 1 })
  await expect.poll(() => names(page)).toEqual(['Osric Tanglewood', 'Osric the Second'])
  await page.reload()
  await expect.poll(() => names(page)).toContain('Osric the Second')
})

test('on a phone the map stands above the list', async () => {
  const page = await house.start('/classic', { ...PHONE, theme: 'light' })
  await page.getByRole('button', { name: 'Osric Tanglewood' }).tap()
  await page.getByText('14,141', { exact: true }).waitFor()
  expect(await cut(page)).toEqual([])
  const map = (await page.locator('#map').boundingBox())!
  const list = (await page.locator('#people').boundingBox())!
  expect(map.y + map.height).toBeLessThanOrEqual(list.y + 1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await shot(page, 'classic-phone')
})
