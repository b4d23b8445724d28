import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { frames, PHONE, picture, shot, type View } from './browser.ts'
import { withStandIn } from './house.ts'

const house = withStandIn(60, { land: false })

async function start(view: View = {}, path = '/'): Promise<Page> {
  const page = await house.start(path, view)
  await page.locator('.roster-row').first().waitFor()
  return page
}

const first = async (page: Page) => (await names(page))[0]
const names = (page: Page) => page.locator('.roster-row .roster-name > :first-child').allInnerTexts()
const url = (page: Page) => new URL(page.url()).searchParams

test('sorts by each column, and says which', async () => {
  const page = await start()
  await expect.poll(() => first(page)).toBe('Kesh ibn Rahim')
  await page.getByRole('button', { name: 'Sort by Name' }).click()
  await expect.poll(() => first(page)).toBe('Alder Voss')
  await page.getByRole('button', { name: 'Sort by Name' }).click()
  await expect.poll(() => first(page)).toBe('Zahra al-Luq')
  const head = page.getByRole('columnheader').filter({ hasText: 'Name' })
  await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending')
  await expect.poll(() => url(page).get('sort')).toBe('-name')
  for (const column of ['State', 'Kills', 'Rares', 'Kills/h']) {
    await page.getByRole('button', { name: `Sort by ${column}`, exact: true }).click()
  }
  await expect.poll(() => first(page)).toBe('Kesh ibn Rahim')
})

test('filters by text and by tag; the foot counts what is shown', async () => {
  const page = await start()
  await page.keyboard.press('/')
  await page.keyboard.type('mule')
  await page.getByText('8 of 60').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('60 online,').waitFor()
  await page.getByRole('button', { name: /^hunt-a/ }).click()
  await page.getByText('9 of 60').waitFor()
  await expect.poll(() => url(page).get('tag')).toBe('hunt-a')
  await page.getByLabel('Filter by name or tag').fill('nobody at all')
  await page.getByText('Nothing found').waitFor()
})

test('is worked with the keyboard alone', async () => {
  const page = await start()
  await page.keyboard.press('/')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => url(page).get('follow')).toBe('Osric Tanglewood')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect.poll(async () => url(page).get('follow') === (await names(page)).at(-1)).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(() => url(page).get('follow')).toBeNull()
})

test('every control is reached by Tab and shows that it has the focus', async () => {
  const page = await start()
  const seen = new Set<string>()
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const around = element.closest('.field') ?? element
      const style = getComputedStyle(around)
      const after = getComputedStyle(element, '::after')
      const shown =
        style.outlineStyle !== 'none' || style.boxShadow !== 'none' || after.borderTopStyle === 'solid'
      return { label: element.getAttribute('aria-label') ?? element.textContent ?? '', shown }
    })
    if (!focus) continue
    expect(focus.shown, focus.label).toBe(true)
    seen.add(focus.label.trim())
  }
  for (const label of ['Account', 'Collapse the roster', 'Roster', 'Map of Dereth', 'Zoom in']) {
    expect([...seen]).toContain(label)
  }
})

test('only rows in sight are on the page', async () => {
  house.server.setCount(200)
  const page = await start()
  await page.getByText('200 online,').waitFor()
  await expect.poll(() => page.locator('.roster-row').count()).toBeLessThan(50)
  await page.locator('.roster-body').evaluate(body => body.scrollTo(0, 1e6))
  await expect
    .poll(async () => (await page.locator('.roster-row').last().getAttribute('aria-rowindex')) ?? '')
    .toBe('201')
  house.server.setCount(60)
})

test('collapses to a rail of states, and remembers it', async () => {
  const page = await start()
  await page.getByRole('button', { name: 'Collapse the roster' }).click()
  await page.getByRole('button', { name: 'Show the roster' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Show the roster' }).waitFor()
  await picture(page, 'rail-dark')
  await page.keyboard.press('/')
  await page.getByLabel('Filter by name or tag').waitFor()
})

test('on a phone: a sheet, large rows, one thumb', async () => {
  const page = await start(PHONE)
  const row = page.locator('.roster-row').first()
  await expect.poll(async () => (await row.boundingBox())!.height).toBe(48)
  const name = await row.locator('.roster-name > :first-child').innerText()
  await row.tap()
  await expect.poll(() => url(page).get('follow')).toBe(name)
  await page.getByRole('button', { name: 'Map', exact: true }).tap()
  await picture(page, 'phone-map-dark')
  await page.getByRole('button', { name: 'Roster', exact: true }).tap()
  await page.locator('.grab').tap()
  await frames(page, 24)
  await shot(page, 'phone-full-dark')
  for (const button of await page.getByRole('button').all()) {
    const box = await button.boundingBox()
    if (box && box.y > 500) expect(box.height, await button.innerText()).toBeGreaterThanOrEqual(35)
  }
})
