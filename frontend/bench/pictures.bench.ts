import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, settled, signIn, type View, visit } from '../e2e/browser.ts'
import { ADMIN, ADMIN_PASSWORD } from '../e2e/overlord.ts'
import { Crowd } from './crowd.ts'

// Takes the README's pictures: each page with 60 simulated characters.

const DOCS = join(import.meta.dirname, '../docs')
const crowd = new Crowd()
let browser: Awaited<ReturnType<typeof launch>>

beforeAll(async () => {
  browser = await launch()
  await crowd.start(60, '1s')
})

afterAll(async () => {
  await browser?.close()
  await crowd.stop()
})

async function take(name: string, path: string, view: View, before: (page: Page) => Promise<unknown>) {
  const { page, context } = await visit(browser, view)
  await signIn(page, crowd.server.url, path, ADMIN, ADMIN_PASSWORD)
  await before(page)
  await page.screenshot({ path: join(DOCS, `${name}.jpg`), type: 'jpeg', quality: 82 })
  await context.close()
}

const PHONE = { width: 390, height: 844, phone: true, density: 1 }
// What a fighter may wish for.
const LINES = [
  'Strength',
  'Endurance',
  'Coordination',
  'Quickness',
  'Invulnerability',
  'Magic Resistance',
  'Armor',
  'Sprint',
]
const WISH = `/suitbuilder.html?primary_set=14&primary_count=5&secondary_set=21&secondary_count=4&${LINES.map(line => `c=m.${line}`).join('&')}`

const someone = (page: Page) => page.locator('.roster-row').nth(3)

async function peopled(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.roster-row').count(), { timeout: 60_000 }).toBeGreaterThan(5)
}

test('pictures', async () => {
  await take('map-dark', '/', { theme: 'dark' }, async page => {
    await peopled(page)
    // Long enough for trails and rates.
    await page.waitForTimeout(60_000)
    await settled(page)
  })
  await take('map-light', '/?layers=heat,trails,towns,rares,deaths', { theme: 'light' }, async page => {
    await peopled(page)
    await settled(page)
  })
  await take('windows-dark', '/', { theme: 'dark' }, async page => {
    await peopled(page)
    await someone(page).click()
    for (const kind of ['combat', 'vitals', 'items', 'radar']) {
      await page.keyboard.press('Control+k')
      await page.keyboard.type(kind)
      await page.keyboard.press('Enter')
      await page.locator('.win').nth(0).waitFor()
    }
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Side by side' }).click()
    await settled(page)
  })
  await take('inventory-dark', '/inventory.html?q=slot:head%2Bchest', { theme: 'dark' }, page =>
    page.waitForTimeout(3000),
  )
  await take('suits-light', WISH, { theme: 'light' }, async page => {
    await page.getByText(/^Best possible: proved in/).waitFor()
    await page.waitForTimeout(2500)
  })
  await take('classic-dark', '/classic', { theme: 'dark' }, async page => {
    await page.locator('tbody button').nth(5).waitFor()
    await page.waitForTimeout(1000)
  })
  const { page, context } = await visit(browser, { theme: 'light' })
  await page.goto(`${crowd.server.url}/login`)
  await page.waitForTimeout(3000)
  await page.screenshot({ path: join(DOCS, 'login-light.jpg'), type: 'jpeg', quality: 82 })
  await context.close()
  await take('phone-dark', '/', { ...PHONE, theme: 'dark' }, async page => {
    await page.waitForTimeout(3000)
    await settled(page)
  })
})
