import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { settled, shot, type View } from './browser.ts'
import { withStandIn } from './house.ts'

// What is on the map, by the keyboard alone.

const house = withStandIn(60, { land: false })

async function start(path: string, view: View = {}): Promise<Page> {
  const page = await house.start(path, { reducedMotion: true, ...view })
  await settled(page)
  return page
}

const voice = (page: Page) => page.getByRole('status', { name: 'What is in view' })
const said = (page: Page) => voice(page).innerText()

/** Steps on and tells what is said then. */
async function step(page: Page, key: string): Promise<string> {
  const before = await said(page)
  await page.keyboard.press(key)
  await expect.poll(() => said(page)).not.toBe(before)
  return said(page)
}

/** How many pixels of the pointer's layer are drawn. */
function drawn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.map-surface canvas')[2]!
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    let count = 0
    for (let i = 3; i < data.length; i += 4) if (data[i]! > 0) count++
    return count
  })
}

test('N and P step through what is in view, Enter opens it, Escape leaves', async () => {
  const page = await start('/?at=42.1N,33.6E&zoom=60')
  await page.keyboard.press('Shift+N')
  await expect
    .poll(() => said(page))
    .toMatch(/^[^,]+, In town, 4\d\.\dN, 3\d\.\dE, near Holtburg.*, 1 of \d+$/)
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('map-surface')
  await expect.poll(() => drawn(page)).toBeGreaterThan(60)
  const first = await said(page)
  const name = first.split(',')[0]!
  // What is seen is what is said.
  await expect.poll(() => page.locator('.hover-card').innerText()).toContain(name)
  await shot(page, 'steps-dark')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Shift+N')
  await expect.poll(() => said(page)).toContain(', 2 of ')
  await page.keyboard.press('Shift+P')
  await expect.poll(() => said(page)).toBe(first)
  await page.keyboard.press('Enter')
  await page.locator('.chosen').getByText(name).waitFor()
  await expect.poll(() => said(page)).toContain(`${name} is pointed out`)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: /sheet/i }).or(page.locator('.win')).first().waitFor()
  await page.locator('.map-surface').focus()
  await page.keyboard.press('Escape')
  await expect.poll(() => said(page)).toBe('The map.')
  // The window is still there: the next Escape is its own.
  await expect.poll(() => page.locator('.win').count()).toBe(1)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.win').count()).toBe(0)
})

test('a crowd is entered, and one of those who were in it is stood at', async () => {
  const page = await start('/', { theme: 'light' })
  for (let i = 0; i < 40; i++) if (/^\d+ together/.test(await step(page, 'Shift+N'))) break
  expect(await said(page)).toMatch(/^\d+ together, \d+ \w+.*, \d+ of \d+$/)
  await shot(page, 'steps-crowd-light')
  const before = await said(page)
  await page.keyboard.press('Enter')
  await expect.poll(() => said(page)).not.toBe(before)
  await expect.poll(() => said(page)).toMatch(/, 1 of \d+$/)
  await expect.poll(() => Number(new URL(page.url()).searchParams.get('zoom'))).toBeGreaterThan(5)
})

test('towns have a card and a menu, and the focus comes back from it', async () => {
  const page = await start('/?at=25.6N,48.9E&zoom=14&layers=towns', { theme: 'light' })
  for (let i = 0; i < 60; i++) if ((await step(page, 'p')).startsWith('Cragstone')) break
  await expect.poll(() => said(page)).toMatch(/^Cragstone, (Capital|Town), 2\d\.\dN, 4\d\.\dE, \d+ of \d+$/)
  await page.locator('.hover-card').getByText('Cragstone').waitFor()
  await shot(page, 'steps-town-light')
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: /^Copy 2\d\.\dN/ }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('map-surface')
  await page.locator('.hover-card').getByText('Cragstone').waitFor()
  await page.keyboard.press('n')
  await expect.poll(() => said(page)).not.toMatch(/^Cragstone/)
})

test('where nothing is it says so, and the list of keys tells of it', async () => {
  const page = await start('/?at=95N,95W&zoom=400&layers=towns')
  await page.keyboard.press('n')
  await expect.poll(() => said(page)).toContain('Nothing is in view')
  await page.keyboard.press('?')
  await page.getByText('To the next mark in view, the one before').waitFor()
  await shot(page, 'steps-keys-dark')
})
