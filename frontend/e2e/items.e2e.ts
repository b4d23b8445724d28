import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot } from './browser.ts'
import { withOverlord } from './house.ts'
import { ABDOMEN, CHEST, HEAD, LEGENDARY_FOCUS, thing, UPPER_ARMS } from './items.ts'

// The items window against the real server: what a plugin says is worn and carried shows, and shows again.

const LARSA = 'Larsa Mossfoot'
const HOSTILE = '<b onclick=alert(1)>Sack</b> \u202Ekcas 😀'
const PACK = 2_000_000_100

const house = withOverlord({ land: false })

beforeAll(() => {
  house.plugin.online(LARSA)
  const coat = CHEST | ABDOMEN | UPPER_ARMS
  const mana = { 106: 300, 107: 600, 108: 1600 }
  const items = [
    thing({
      id: 2_000_000_001,
      name: 'Mossy Coat',
      fits: coat,
      worn: coat,
      al: 300,
      spells: [LEGENDARY_FOCUS],
      ints: mana,
      doubles: { 5: -0.05 },
    }),
    thing({ id: 2_000_000_002, name: 'Mossy Helm', fits: HEAD, worn: HEAD, al: 200 }),
    thing({ id: PACK, name: HOSTILE, class: 10, slot: 0 }),
    thing({ id: 2_000_000_003, name: 'Pebble', class: 11, container: PACK, slot: 0 }),
    thing({ id: 2_000_000_004, name: 'Prismatic Taper', class: 19, ints: { 11: 1000, 12: 912 } }),
    thing({ id: 2_000_000_005, name: `Root of ${'very '.repeat(300)}long names`, class: 7 }),
  ]
  house.plugin.send({ type: 'full_inventory', character_name: LARSA, item_count: items.length, items })
  house.plugin.send({ type: 'character_stats', character_name: LARSA, level: 275, encumbrance_capacity: 400 })
})

const OPEN = `/?win=items:${encodeURIComponent(LARSA)}`
const cell = (page: Page, slot: string) =>
  page.locator('.items-doll').getByRole('button', { name: `${slot}:` })

test.each(['dark', 'light'] as const)(
  'what is worn and carried shows where it is, and again after a reload (%s)',
  async theme => {
    const page = await house.start(OPEN, { theme })
    await expect.poll(() => cell(page, 'Chest').getAttribute('title')).toBe('Chest: Mossy Coat')
    for (const slot of ['Abdomen', 'Upper arms']) {
      await expect.poll(() => cell(page, slot).getAttribute('title')).toBe(`${slot}: Mossy Coat`)
    }
    expect(await cell(page, 'Hands').getAttribute('title')).toBe('Hands: nothing')
    await expect.poll(() => page.locator('.doll-totals').innerText()).toContain('1,100')
    const foot = page.locator('.items-foot')
    await expect.poll(() => foot.innerText()).toMatch(/150 %[\s\S]*912/)
    await page.getByRole('button', { name: /^<b onclick/ }).click()
    await page.locator('.items-contents').getByRole('button', { name: 'Pebble' }).waitFor()
    await shot(page, `window-items-${theme}`)
    expect(await findings(page)).toEqual([])
    await page.reload()
    await expect.poll(() => cell(page, 'Head').getAttribute('title')).toBe('Head: Mossy Helm')
  },
)

test('changes show as they come, with the new state', async () => {
  const page = await house.start(OPEN)
  await expect.poll(() => cell(page, 'Head').getAttribute('title')).toBe('Head: Mossy Helm')
  house.plugin.send({
    type: 'inventory_delta',
    character_name: LARSA,
    action: 'remove',
    item_id: 2_000_000_002,
  })
  house.plugin.send({
    type: 'inventory_delta',
    character_name: LARSA,
    action: 'add',
    item: thing({ id: 2_000_000_006, name: 'Better Helm', fits: HEAD, worn: HEAD, al: 400 }),
  })
  await expect.poll(() => cell(page, 'Head').getAttribute('title')).toBe('Head: Better Helm')
  await page.getByRole('tab', { name: 'Changes 2' }).click()
  await expect
    .poll(() => page.locator('.items-list bdi').allInnerTexts())
    .toEqual(['Better Helm', 'Mossy Helm'])
  await page.getByRole('tab', { name: 'List' }).click()
  await page.getByLabel('Filter by name', { exact: true }).fill('helm')
  await expect.poll(() => page.locator('.items-list bdi').allInnerTexts()).toEqual(['Better Helm'])
  await page.getByRole('tab', { name: 'Mana' }).click()
  await expect.poll(() => page.locator('.items-list').innerText()).toMatch(/Mossy Coat[\s\S]*3 h 20 min/)
})

test('a click opens the card, the arrow keys lead from cell to cell', async () => {
  const page = await house.start(OPEN)
  await expect.poll(() => cell(page, 'Chest').getAttribute('title')).toBe('Chest: Mossy Coat')
  await cell(page, 'Neck').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('title')))
    .toBe('Chest: Mossy Coat')
  await page.keyboard.press('Enter')
  const card = page.getByRole('article', { name: 'Mossy Coat' })
  await card.getByText('Legendary').waitFor()
  await shot(page, 'window-items-card')
  expect(await findings(page)).toEqual([])
  await card.getByRole('button', { name: 'Close the item' }).click()
  await cell(page, 'Neck').waitFor()
})

test('on a phone it is a sheet with cells for thumbs', async () => {
  const page = await house.start(OPEN, PHONE)
  await expect.poll(() => cell(page, 'Chest').getAttribute('title')).toBe('Chest: Mossy Coat')
  expect((await cell(page, 'Chest').boundingBox())!.height).toBeGreaterThanOrEqual(44)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await shot(page, 'phone-items')
  expect(await findings(page)).toEqual([])
})

test('whoever has sent nothing yet is told how it comes', async () => {
  const page = await house.start('/?win=items:Nobody')
  await page.getByText('No inventory of this character has come yet.').waitFor()
})
