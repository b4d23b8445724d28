import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot } from './browser.ts'
import { withOverlord } from './house.ts'
import { ABDOMEN, CHEST, HEAD, LEGENDARY_FOCUS, LEGENDARY_STRENGTH, thing } from './items.ts'

// The suit builder against the real server: inventories come through a plugin's socket, a wish is clicked, a suit
// is proved, locked, kept and seen again.

const PATH = '/suitbuilder.html'
const LARSA = 'Larsa Mossfoot'
const HOSTILE = '<b onclick=alert(1)>Mule \u202Egnirts'
const LONG = `Breastplate ${'of the endless name '.repeat(40)}😀`

// Bits of the coverage mask, the epic Acid Ward, and the numbers of two sets.
const OVER = { head: 0x4000, chest: 0x400, abdomen: 0x800, feet: 0x10000 }
const FEET = 0x100
const NECK = 0x8000
const EPIC_ACID_WARD = 4673
const EPIC_WILLPOWER = 4227
const ADEPTS = 14
const WISE = 21

interface Piece {
  id: number
  name: string
  fits: number
  over?: number
  al?: number
  set?: number
  spells?: number[]
  worn?: number
}

/** A piece as looted: of a material, so that a tailor may work on it. */
function piece({ over, set, ...rest }: Piece): Record<string, unknown> {
  const ints = { 131: 60, ...(over && { 218103821: over }), ...(set && { 265: set }) }
  return thing({ class: over ? 2 : 4, ...rest, ints })
}

const LARSAS = [
  piece({
    id: 1001,
    name: 'Koujia Helm',
    fits: HEAD,
    over: OVER.head,
    al: 300,
    set: ADEPTS,
    spells: [LEGENDARY_FOCUS],
    worn: HEAD,
  }),
  piece({ id: 1002, name: 'Leather Cap', fits: HEAD, over: OVER.head, al: 380 }),
  piece({ id: 1003, name: 'Steel Toed Boots', fits: FEET, over: OVER.feet, al: 250, set: WISE }),
]
const MULES = [
  piece({
    id: 2001,
    name: LONG,
    fits: CHEST,
    over: OVER.chest,
    al: 330,
    set: ADEPTS,
    spells: [LEGENDARY_STRENGTH],
  }),
  piece({ id: 2002, name: 'Covenant Girth', fits: ABDOMEN, over: OVER.abdomen, al: 310, set: ADEPTS }),
  piece({ id: 2003, name: 'Gold Gorget', fits: NECK, spells: [EPIC_WILLPOWER, EPIC_ACID_WARD] }),
]

const house = withOverlord({ land: false })

const slot = (page: Page, id: string): Locator => page.locator(`[data-slot=${id}]`)
const cell = (page: Page, line: string, tier: string): Locator =>
  page.getByRole('gridcell', { name: new RegExp(`^${line}, ${tier}:`) })
const search = (page: Page): Promise<void> =>
  page.locator('.sb-search-bar').getByRole('button', { name: 'Search' }).click()
const proved = (page: Page): Promise<void> => page.getByText(/^Best possible: proved in/).waitFor()
const said = (page: Page): Locator => page.locator('.toasts')

test('without an inventory it says how they come, and goes on by itself once one is there', async () => {
  const page = await house.start(PATH)
  await page.getByText('Nobody’s inventory is here yet').waitFor()
  await shot(page, 'suits-empty')
  expect(await findings(page)).toEqual([])
  house.plugin.send({
    type: 'full_inventory',
    character_name: LARSA,
    item_count: LARSAS.length,
    items: LARSAS,
  })
  house.plugin.send({
    type: 'full_inventory',
    character_name: HOSTILE,
    item_count: MULES.length,
    items: MULES,
  })
  house.plugin.send({ type: 'character_stats', character_name: LARSA, level: 275 })
  await page.getByRole('grid').waitFor()
})

test('a link that locks what nobody has says so, once, and lets go of it', async () => {
  const page = await house.start(
    `${PATH}?lock=2000000009.head.Nobody&lock=1003.feet.${encodeURIComponent(LARSA)}`,
  )
  const idle = page.getByText('Say what the suit is for')
  const lost = page
    .locator('.sb-proof')
    .getByText('Item 2000000009 of Nobody is locked, but is in no inventory.')
  await lost.waitFor()
  await slot(page, 'head').getByText('nobody has it').waitFor()
  await slot(page, 'feet').getByText('Steel Toed Boots').waitFor()
  expect(await idle.count()).toBe(1)
  await shot(page, 'suits-lost-lock')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Let go of Item 2000000009' }).click()
  await lost.waitFor({ state: 'detached' })
  await expect.poll(() => page.url()).not.toContain('Nobody')
  expect(page.url()).toContain('lock=1003.feet')
  // Pressing the button says what is missing, once as well.
  await search(page)
  await page.locator('.sb-search-fault').waitFor()
  expect(await idle.count()).toBe(1)
})

test('a wish is clicked, its suit proved, locked, searched again, kept, and seen after a reload', async () => {
  const page = await house.start(PATH)
  await search(page)
  await page.getByText('Say what the suit is for: choose').first().waitFor()
  await cell(page, 'Strength', 'Epic').click()
  await cell(page, 'Focus', 'Legendary').click()
  await cell(page, 'Acid Ward', 'Epic').click()
  await cell(page, 'Sprint', 'Epic').click()
  await page.getByLabel('First set', { exact: true }).selectOption({ label: "Adept's Set" })
  await page.getByLabel('Wearer').selectOption({ label: `${LARSA}, level 275` })
  await search(page)
  await proved(page)
  await slot(page, 'head').getByText('Koujia Helm').waitFor()
  await slot(page, 'chest').getByText('Breastplate of the endless').waitFor()
  await slot(page, 'neck').getByText('Acid Ward').waitFor()
  await page.getByText('3 of 4 reached').waitFor()
  // Why something is missing is told a moment later.
  await page.locator('.sb-missing-why').getByText('has a piece with it').waitFor()
  await expect.poll(() => page.locator('.sb-grid-name.bad').innerText()).toContain('Sprint')
  expect(await slot(page, 'chest').innerText()).toContain(HOSTILE)
  await expect.poll(() => page.url()).toContain('c=e.Strength&c=l.Focus')
  await shot(page, 'suits-proved')
  expect(await findings(page)).toEqual([])

  await slot(page, 'head').click()
  await page.getByRole('button', { name: 'Exclude this piece' }).click()
  await page.getByText('The wish has changed since.').waitFor()
  await search(page)
  await slot(page, 'head').getByText('Leather Cap').waitFor()
  await slot(page, 'head').click()
  await page.getByRole('button', { name: 'Lock it here' }).click()
  await search(page)
  await slot(page, 'head').getByText('locked').waitFor()
  await proved(page)

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByLabel('Name of the suit').fill('Archer, hunting')
  await page.keyboard.press('Enter')
  await said(page).getByText('Archer, hunting is saved.').waitFor()
  await expect.poll(() => page.url()).toContain('lock=')
  await page.reload()
  await slot(page, 'head').getByText('Leather Cap').waitFor()
  await page.getByRole('tab', { name: 'Saved 1' }).click()
  await page.getByText('As it was, and still the best.').waitFor()
  await page.getByRole('button', { name: 'Show Archer, hunting' }).click()
  await page.getByText('Saved: Archer, hunting.').waitFor()
  await expect.poll(() => new URL(page.url()).search).toMatch(/^\?suit=\d+$/)
  await shot(page, 'suits-saved')
})

test('a saved suit opens by its link, says what has changed, and a deletion is taken back', async () => {
  house.plugin.send({ type: 'inventory_delta', character_name: HOSTILE, action: 'remove', item_id: 2003 })
  const page = await house.start(`${PATH}?suit=1`)
  await page.getByText('Saved: Archer, hunting.').waitFor()
  await expect
    .poll(async () => {
      await page.reload()
      await page.getByText('Saved: Archer, hunting.').waitFor()
      await page.locator('.sb-since-change, .sb-proof .ink-3').first().waitFor()
      return page.locator('.sb-proof').innerText()
    })
    .toContain('Gold Gorget gone')
  await page.getByText('Cannot be worn like this any more.').first().waitFor()
  await shot(page, 'suits-changed')
  await page.getByRole('tab', { name: 'Saved 1' }).click()
  await page.getByRole('button', { name: 'Delete Archer, hunting' }).click()
  await said(page).getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Show Archer, hunting' }).click()
  house.plugin.send({ type: 'inventory_delta', character_name: HOSTILE, action: 'add', item: MULES[2] })
  await page.getByRole('button', { name: 'Search for the best now' }).click()
  await proved(page)
})

test('the link of a wish finds the same suit elsewhere, and the hand-over list is copied', async () => {
  const page = await house.start(`${PATH}?target=${encodeURIComponent(LARSA)}&c=l.Strength&c=e.Willpower`)
  await proved(page)
  await page.getByRole('button', { name: 'Link' }).click()
  await said(page).getByText('The link is copied.').waitFor()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  await page.getByRole('button', { name: 'Copy hand-over list' }).click()
  await said(page).getByText('The hand-over list is copied.').waitFor()
  const list = await page.evaluate(() => navigator.clipboard.readText())
  expect(list).toMatch(/^Hand-over to Larsa Mossfoot\n\n<b onclick=alert\(1\)>Mule\s+gnirts:\n- /)
  await page.goto('about:blank')
  await page.goto(link)
  await proved(page)
  await slot(page, 'chest').getByText('Breastplate of').waitFor()
})

test('a conflict is told in words, and dropping a demand finds a suit', async () => {
  const page = await house.start(`${PATH}?c=l!.Strength&c=e!.Sprint&min=armor_level.100`)
  await page.getByText('No suit satisfies this.').first().waitFor()
  await page.getByText('the required Epic Sprint').waitFor()
  await shot(page, 'suits-conflict')
  await page.getByRole('button', { name: 'Drop the required Epic Sprint and search again' }).click()
  await proved(page)
  await page.getByText('1 of 2 reached').first().waitFor()
})

test('what the server refuses is told at its field', async () => {
  const page = await house.start(`${PATH}?c=e.Strength&c=e.Nonsense`)
  await page
    .getByText(/Nonsense/)
    .first()
    .waitFor()
  await page.locator('.sb-grid-part [role=alert]').getByText('the nearest cantrip is').waitFor()
  await page.getByRole('rowheader').getByRole('button', { name: 'Nonsense' }).click()
  await page.getByRole('button', { name: 'Take it out' }).click()
  await search(page)
  await proved(page)
})

test('the keyboard alone sets tiers, weights and demands, orders aims and searches', async () => {
  const page = await house.start(`${PATH}?primary_set=14`)
  await proved(page)
  await cell(page, 'Strength', 'Legendary').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Space')
  await page.keyboard.press('r')
  await page.keyboard.press('+')
  await expect.poll(() => page.url()).toContain('c=e*2!.Strength')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.url()).toContain('c=e.Endurance')
  await page.keyboard.press('Delete')
  await expect.poll(() => page.url()).not.toContain('Endurance')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByLabel('Weight').fill('7')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.url()).toContain('c=e*7!.Strength')
  await page.getByRole('button', { name: 'Order of aims' }).press('Enter')
  await page.getByRole('button', { name: 'Armor level: up' }).press('Enter')
  await expect.poll(() => page.url()).toContain('armor_level.total_rating')
  await shot(page, 'suits-aims')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Search again' }).press('Enter')
  await proved(page)
  await slot(page, 'chest').focus()
  await page.keyboard.press('ArrowDown')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-slot')))
    .toBe('abdomen')
})

test('presets, pasting, givers, and a comparison of two suits', async () => {
  const page = await house.start(PATH, { theme: 'light' })
  await page.locator('.sb-wish-head .sb-pick').click()
  await page.getByRole('button', { name: 'War', exact: true }).click()
  await page.getByText('Cantrips, 16 wanted').waitFor()
  await page.getByRole('button', { name: 'Paste wish' }).click()
  await page.locator('textarea').fill('neither')
  await page.getByRole('button', { name: 'Take it' }).click()
  await page.getByText('This is neither an address').waitFor()
  await page.locator('textarea').fill('{"cantrips":[{"family":261,"tier":"epic"}],"top":5,"odd":1}')
  await page.getByRole('button', { name: 'Take it' }).click()
  await said(page).getByText('could not be read: odd').waitFor()
  await page.getByText('Cantrips, 1 wanted').waitFor()
  await search(page)
  await proved(page)
  await page.locator('.sb-found').nth(1).hover()
  await page.locator('.sb-found').nth(1).getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('columnheader', { name: 'Suit 2' }).waitFor()
  await shot(page, 'suits-compare')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Back to the suit' }).click()
  await page.locator('.sb-people-part .sb-pick').first().click()
  await page.getByRole('button', { name: `Only ${LARSA}` }).click()
  await page.getByText('1 of 2 characters').waitFor()
  await shot(page, 'suits-givers')
  await page.keyboard.press('Escape')
  await search(page)
  await page.getByRole('button', { name: /^Let .* give$/ }).click()
  await page.getByText('2 characters', { exact: true }).waitFor()
  await proved(page)
})

test('a busy server is asked again, one that is away keeps the wish', async () => {
  const page = await house.start(`${PATH}?c=l.Strength`)
  await proved(page)
  let times = 0
  await page.route('**/suitbuilder/search', route => {
    if (times++ > 0) return route.continue()
    const error = { error: { code: 'throttled', message: 'many searches' } }
    return route.fulfill({ status: 429, headers: { 'Retry-After': '2' }, json: error })
  })
  await cell(page, 'Focus', 'Epic').click()
  // Watched from within the page: it is gone after two seconds, which somebody far away may sleep through.
  const told = page.waitForFunction(() =>
    document.body.innerText.includes('Many people search at this moment.'),
  )
  await search(page)
  await told
  await page.getByText('2 of 2 reached').first().waitFor()
  await page.unroute('**/suitbuilder/search')
  await page.route('**/suitbuilder/search', route => route.abort())
  await cell(page, 'Acid Ward', 'Epic').click()
  await search(page)
  await page.getByText('The server does not answer.').waitFor()
  await slot(page, 'head').getByText('Koujia Helm').waitFor()
  await page.unroute('**/suitbuilder/search')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('3 of 3 reached').first().waitFor()
})

test('a search that is stopped ends on the server too, and what was found stays', async () => {
  const page = await house.start(`${PATH}?c=l.Strength`)
  await proved(page)
  let left = false
  await page.route('**/suitbuilder/search', () => {
    // Never answered: as a search that takes its time.
  })
  page.on('requestfailed', request => {
    left ||= request.url().endsWith('/suitbuilder/search')
  })
  await search(page)
  await page.getByRole('button', { name: 'Stop here' }).click()
  await page.getByText(/^Stopped after|Stopped after/).waitFor()
  await expect.poll(() => left).toBe(true)
})

test.each(['dark', 'light'] as const)('on a phone it is three steps, %s', async theme => {
  const page = await house.start(PATH, { ...PHONE, theme })
  await cell(page, 'Strength', 'Epic').tap()
  await cell(page, 'Sprint', 'Epic').tap()
  await shot(page, `suits-phone-wish-${theme}`)
  await page.locator('.sb-search-bar').getByRole('button', { name: 'Search' }).tap()
  await proved(page)
  await slot(page, 'chest').waitFor()
  await shot(page, `suits-phone-suit-${theme}`)
  await slot(page, 'chest').tap()
  await page.getByRole('button', { name: 'Lock it here' }).waitFor()
  await shot(page, `suits-phone-piece-${theme}`)
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'List' }).tap()
  await page.getByText('the best possible').waitFor()
  await shot(page, `suits-phone-list-${theme}`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBe(390)
  expect(await findings(page)).toEqual([])
})

test('on a large screen, and on one between', async () => {
  const link = `${PATH}?target=${encodeURIComponent(LARSA)}&primary_set=14&c=l.Strength&c=l.Focus&c=e.Acid+Ward`
  const page = await house.start(link, { width: 1920, height: 1080, theme: 'light' })
  await proved(page)
  await shot(page, 'suits-1920-light')
  await page.setViewportSize({ width: 960, height: 600 })
  await page.getByRole('tab', { name: 'Suit', exact: true }).click()
  await slot(page, 'head').waitFor()
  await shot(page, 'suits-960')
})
