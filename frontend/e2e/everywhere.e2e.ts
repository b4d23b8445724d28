import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot, type View } from './browser.ts'
import { withOverlord } from './house.ts'

// What works on every page: the palette, the keys, a rare's moment, the page without a house.server.

const house = withOverlord({ land: false })

beforeAll(() => {
  house.plugin.stay('Larsa Mossfoot', { ew: 33.6, ns: 42.1 })
  house.plugin.stay('Osric Tanglewood', { ew: -61.5, ns: -12.25 })
})

const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)
const path = (page: Page) => new URL(page.url()).pathname

/** Types keys as fast as they can be pressed, without waiting until the page has heard one. */
async function type(page: Page, ...keys: string[]): Promise<void> {
  await Promise.all(keys.map(key => page.keyboard.press(key)))
}

test('the palette finds characters, places, pages, windows and actions', async () => {
  const page = await house.start('/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('osr')
  await page.getByRole('option', { name: 'Osric Tanglewood' }).waitFor()
  await shot(page, 'palette')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect.poll(() => parameter(page, 'follow')).toBe('Osric Tanglewood')

  await page.getByRole('button', { name: 'Find anything' }).click()
  await page.keyboard.type('cragst')
  await page.getByRole('option', { name: 'Cragstone' }).first().waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => parameter(page, 'at')).toMatch(/^2[56]\.\d+N, ?48\./)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('leaderb')
  await page.getByRole('option', { name: 'Leaderboards' }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.win').waitFor()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('parchment')
  await page.getByRole('option', { name: 'Parchment' }).first().waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('light')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('no such thing at all')
  await page.getByText('Nothing is called that.').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('dialog').count()).toBe(0)
})

test('from another page the palette leads to the map, and keys lead from page to page', async () => {
  const page = await house.start('/inventory.html')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('larsa')
  await page.getByRole('option', { name: 'Larsa Mossfoot' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('application').waitFor()
  await expect.poll(() => parameter(page, 'follow')).toBe('Larsa Mossfoot')
  await page.locator('.map-surface').focus()
  for (const [key, to] of [
    ['s', '/suitbuilder.html'],
    ['i', '/inventory.html'],
    ['m', '/'],
  ] as const) {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await type(page, 'g', key)
    await expect.poll(() => path(page)).toBe(to)
  }
  // Faster than the map is drawn.
  await type(page, 'g', 'i')
  await expect.poll(() => path(page)).toBe('/inventory.html')
  await type(page, 'g', 'm', 'g', 'r')
  await page.locator('.win').filter({ hasText: 'Rares' }).waitFor()
  expect(path(page)).toBe('/')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  expect(await findings(page)).toEqual([])
  await shot(page, 'keys')
  // Esc closes the dialog, and not what lies behind it.
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' })
  expect(await page.locator('.win').count()).toBe(1)
  // What is closed gives the focus back to what opened it.
  const layers = page.getByRole('button', { name: 'Layers', exact: true })
  await layers.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Close: Layers' }).focus()
  await page.keyboard.press('Escape')
  await expect.poll(() => layers.evaluate(button => button === document.activeElement)).toBe(true)
})

test('a great rare is told wherever one is, as text, and leads there; a common one is not', async () => {
  const page = await house.start('/inventory.html', { theme: 'light' })
  const rare = { type: 'rare', character_name: 'Larsa Mossfoot', ew: 33.6, ns: 42.1 }
  await expect.poll(() => page.locator('[data-connection=live]').count()).toBe(1)
  house.plugin.send({ ...rare, name: 'Pearl of Acid Baning' })
  house.plugin.send({ ...rare, name: 'Shimmering Skeleton Key' })
  await page.getByText('Larsa Mossfoot found Shimmering Skeleton Key').waitFor()
  await shot(page, 'rare-found')
  // The common one came first: it would have been told before.
  expect(await page.getByText('Pearl of Acid Baning').count()).toBe(0)
  await page.getByRole('button', { name: 'Look there' }).click()
  await expect.poll(() => parameter(page, 'follow')).toBe('Larsa Mossfoot')
})

test('without a server there is a page that says so, and that comes back by itself', async () => {
  const { page, problems } = await house.visit()
  await house.go(page, '/')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await page.context().setOffline(true)
  await page.reload()
  await page.getByText('The server cannot be reached').waitFor()
  await shot(page, 'offline')
  expect(await findings(page)).toEqual([])
  await page.context().setOffline(false)
  await page.getByRole('application').waitFor()
  problems.length = 0
})

describe('an accessibility engine finds nothing serious', () => {
  const views: [string, View][] = [
    ['desktop dark', { theme: 'dark' }],
    ['phone light', { ...PHONE, theme: 'light' }],
  ]
  test.each(views)('%s', async (_, view) => {
    const page = await house.start('/', view)
    const found: Record<string, string[]> = {}
    for (const at of ['/', '/classic', '/inventory.html', '/suitbuilder.html']) {
      await page.goto(house.server.url + at)
      await page.locator('main').first().waitFor()
      found[at] = await findings(page)
    }
    expect(found).toEqual({ '/': [], '/classic': [], '/inventory.html': [], '/suitbuilder.html': [] })
  })
})
