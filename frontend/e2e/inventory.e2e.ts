import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot, type View } from './browser.ts'
import { withOverlord } from './house.ts'
import { CHEST, HEAD, LEGENDARY_FOCUS, thing } from './items.ts'

// The inventory page against the real server: what a plugin sends is found, and found again after a reload.

const HOSTILE = '<img src=x onerror=alert(1)> \u202Edlihs 😀'
const LONG = `Helm of ${'very '.repeat(400)}long names`

const house = withOverlord({ land: false })

beforeAll(() => {
  house.plugin.online('Larsa Mossfoot')
  send('Larsa Mossfoot', [
    thing({
      id: 2_000_000_001,
      name: 'Mossy Helm',
      fits: HEAD,
      al: 400,
      ints: { 131: 64, 105: 8, 265: 14 },
      spells: [LEGENDARY_FOCUS],
    }),
    thing({
      id: 2_000_000_002,
      name: 'Rusty Helm',
      fits: HEAD,
      worn: HEAD,
      al: 200,
      ints: { 131: 61, 105: 3 },
    }),
    thing({ id: 2_000_000_003, name: HOSTILE, fits: CHEST, al: 300 }),
    thing({ id: 2_000_000_004, name: LONG, fits: HEAD, al: 100 }),
  ])
  send(
    'Mule Amber',
    Array.from({ length: 1200 }, (_, i) =>
      thing({
        id: 2_100_000_000 + i,
        name: `Pebble ${String(i).padStart(4, '0')}`,
        class: 11,
        ints: { 19: i },
      }),
    ),
  )
})

function send(character_name: string, items: unknown[]): void {
  house.plugin.send({ type: 'full_inventory', character_name, item_count: items.length, items })
}

const box = (page: Page) => page.getByRole('combobox', { name: 'Search for items' })
const found = (page: Page) => page.locator('.inv-found')
const names = (page: Page) => page.locator('.item-row [role=gridcell]:nth-child(2)').allInnerTexts()

test('what a plugin sends is found, and found again after a reload', async () => {
  const page = await house.start('/inventory.html')
  await expect.poll(() => found(page).innerText()).toBe('1,204 items')
  await box(page).fill('mossy')
  await expect.poll(() => names(page)).toEqual(['Mossy Helm Steel'])
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('mossy')
  await page.reload()
  await expect.poll(() => names(page)).toEqual(['Mossy Helm Steel'])
  expect(await box(page).inputValue()).toBe('mossy')
  house.plugin.send({
    type: 'inventory_delta',
    character_name: 'Larsa Mossfoot',
    action: 'add',
    item: thing({ id: 2_000_000_009, name: 'Mossy Coat', fits: CHEST, al: 320 }),
  })
  await expect.poll(() => names(page)).toEqual(['Mossy Coat', 'Mossy Helm Steel'])
  house.plugin.send({
    type: 'inventory_delta',
    character_name: 'Larsa Mossfoot',
    action: 'remove',
    item_id: 2_000_000_009,
  })
  await expect.poll(() => names(page)).toEqual(['Mossy Helm Steel'])
})

test('a wrong query is marked exactly where it is wrong, and mended by a click', async () => {
  const page = await house.start('/inventory.html?q=helm')
  await expect.poll(() => found(page).innerText()).toBe('3 items')
  await box(page).click()
  await page.keyboard.press('End')
  await page.keyboard.insertText(' 😀 armour:>=300')
  await page.getByText('There is no filter armour.').waitFor()
  expect(await page.locator('.wavy').innerText()).toBe('armour')
  expect(await found(page).innerText()).toBe('3 items, still the last result')
  expect(await names(page)).toHaveLength(3)
  const [mark, message] = [
    await page.locator('.wavy').boundingBox(),
    await page.locator('.q-fault').boundingBox(),
  ]
  expect(Math.abs(message!.x + 12 - mark!.x)).toBeLessThan(4)
  await shot(page, 'inventory-wrong')
  await page.getByRole('button', { name: 'Put in al:' }).click()
  await expect.poll(() => box(page).inputValue()).toBe('helm 😀 al:>=300')
  await box(page).fill('helm al:>=300')
  await expect.poll(() => names(page)).toEqual(['Mossy Helm Steel'])
  await expect.poll(() => page.locator('.wavy').count()).toBe(0)
  await box(page).fill('mosy')
  await page.locator('.inv-meant').getByRole('button', { name: 'mossy' }).click()
  await expect.poll(() => names(page)).toEqual(['Mossy Helm Steel'])
})

test('who comes with a wrong query is told so, and gets all items with a click', async () => {
  const page = await house.start('/inventory.html?q=%28%28%28')
  await page.getByRole('heading', { name: 'This search cannot be made' }).waitFor()
  await page.getByRole('button', { name: 'All items' }).click()
  await expect.poll(() => found(page).innerText()).toMatch(/items/)
})

test('completions are taken with the keyboard, and hide nothing of the table', async () => {
  const page = await house.start('/inventory.html')
  await found(page).waitFor()
  await page.keyboard.press('/')
  // At once: of letters alone the answer may be that there is nothing, and no table.
  await page.keyboard.insertText('cantrip:leg')
  await page.getByRole('option', { name: 'legendary.strength' }).waitFor()
  const [list, table] = [
    await page.locator('.q-list').boundingBox(),
    await page.locator('.item-table').boundingBox(),
  ]
  expect(list!.x + list!.width).toBeLessThanOrEqual(table!.x + 1)
  await shot(page, 'inventory-completion')
  await page.keyboard.press('Tab')
  await expect.poll(() => box(page).inputValue()).toBe('cantrip:legendary ')
  // At once as well: an answer to less of it would come between the list and the choice.
  await page.keyboard.insertText('slo')
  await page.getByRole('option', { name: 'slot:', exact: false }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => box(page).inputValue()).toMatch(/^cantrip:legendary slot:/)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.q-list').count()).toBe(0)
})

test('filters write themselves into the query, and out again', async () => {
  const page = await house.start('/inventory.html')
  await page.getByRole('button', { name: /^Armor 4/ }).click()
  await expect.poll(() => box(page).inputValue()).toBe('is:armor')
  await expect.poll(() => found(page).innerText()).toBe('4 items')
  await page.getByRole('button', { name: /^Head 3/ }).click()
  await expect.poll(() => found(page).innerText()).toBe('3 items')
  await page.getByRole('button', { name: /^Armor 3/, pressed: true }).click()
  await expect.poll(() => box(page).inputValue()).toBe('slot:head')
  await page.getByRole('button', { name: /^Equipped 1/ }).click()
  await expect.poll(() => names(page)).toEqual(['Rusty Helm Iron'])
  await page.getByRole('button', { name: /^Equipped 1/, pressed: true }).click()
  await page.getByRole('button', { name: /^In a pack 2/ }).click()
  await expect.poll(() => box(page).inputValue()).toBe('slot:head -is:equipped')
  await expect.poll(() => found(page).innerText()).toBe('2 items')
})

test('a completion tells how many items have it', async () => {
  const page = await house.start('/inventory.html')
  await box(page).fill('slot:')
  await page.getByRole('option', { name: /^head/ }).waitFor()
  await expect
    .poll(() =>
      page
        .getByRole('option', { name: /^chest/ })
        .locator('.q-count')
        .innerText(),
    )
    .toBe('1')
  await shot(page, 'inventory-counts')
})

test('F1 explains every filter, and puts an example into the query', async () => {
  const page = await house.start('/inventory.html?q=helm')
  await found(page).waitFor()
  await page.keyboard.press('F1')
  const help = page.getByRole('dialog', { name: 'The search language' })
  await help.getByText('tinks_left:', { exact: true }).waitFor()
  await shot(page, 'inventory-help')
  expect(await findings(page)).toEqual([])
  await help.getByLabel('Find a filter').fill('workmanship')
  await expect.poll(() => help.locator('li').count()).toBeLessThan(10)
  await help.locator('li', { hasText: 'work:' }).first().locator('button').click()
  await expect.poll(() => box(page).inputValue()).toMatch(/^helm work:/)
})

test('on a phone the filters are explained as well', async () => {
  const page = await house.start('/inventory.html', { ...PHONE, theme: 'light' })
  await page.getByRole('button', { name: 'Search language' }).click()
  const help = page.getByRole('dialog', { name: 'The search language' })
  await help.getByText('tinks_left:', { exact: true }).waitFor()
  await shot(page, 'phone-inventory-help-light')
  await help.getByRole('button', { name: /^Close/ }).click()
  await box(page).fill('slot:')
  const head = page.getByRole('option', { name: /^head/ })
  await head.waitFor()
  await expect.poll(() => head.locator('.q-count').innerText()).toBe('3')
  await shot(page, 'phone-inventory-counts-light')
})

test('a piece goes to a suit, locked in its slot', async () => {
  const page = await house.start('/inventory.html?q=mossy')
  await page.getByText('Mossy Helm').click()
  const card = page.getByRole('article', { name: 'Mossy Helm' })
  await card.getByRole('link', { name: 'To a suit' }).click()
  await page.waitForURL('**/suitbuilder.html?*lock=2000000001.head.Larsa*')
  const head = page.locator('.sb-locked[data-slot=head]', { hasText: 'Mossy Helm' })
  await head.waitFor()
  await shot(page, 'inventory-to-suit')
  await head.click()
  await page.getByRole('button', { name: 'Let go of it' }).waitFor()
})

test('the table reads what is looked at, however far, and sorts by any column', async () => {
  const page = await house.start('/inventory.html?q=pebble&sort=-value&columns=name,value')
  await expect.poll(async () => (await names(page))[0]).toBe('Pebble 1199')
  await page.getByRole('grid').focus()
  await page.keyboard.press('End')
  await expect.poll(async () => (await names(page)).at(-1)).toBe('Pebble 0000')
  await page.getByRole('button', { name: 'Sort by Value' }).click()
  await expect.poll(async () => (await names(page))[0]).toBe('Pebble 0000')
  await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('value')
  const heights = await page
    .locator('.item-row')
    .evaluateAll(rows => rows.map(row => (row as HTMLElement).offsetHeight))
  expect(new Set(heights)).toEqual(new Set([28]))
})

test('columns are chosen and ordered, and remembered', async () => {
  const page = await house.start('/inventory.html?q=helm')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Tinkered so often' }).uncheck()
  await page.getByRole('checkbox', { name: 'Burden' }).check()
  await page.getByRole('button', { name: 'Owner: further left' }).click()
  await page.keyboard.press('Escape')
  const heads = () => page.locator('.item-head [role=columnheader]').allInnerTexts()
  const wanted = ['', 'Owner', 'Name', 'Set', 'AL', 'CD', 'D', 'Cantrips', 'Work', 'Burden']
  await expect.poll(heads).toEqual(wanted)
  await page.reload()
  await expect.poll(heads).toEqual(wanted)
  await page.getByText('Base AL').click()
  await expect.poll(async () => (await heads())[4]).toBe('Base')
})

test.each(['dark', 'light'] as const)('hostile names are text and break nothing (%s)', async theme => {
  const page = await house.start('/inventory.html?q=slot:head%2Bchest&sort=-al', { theme })
  await expect.poll(() => names(page)).toContain(HOSTILE)
  expect(await page.locator('.item-table img').count()).toBe(0)
  const { width } = (await page.locator('.item-row').first().boundingBox())!
  expect(width).toBeLessThanOrEqual(1440)
  await shot(page, `inventory-${theme}`)
})

test.each(['dark', 'light'] as const)(
  'on a phone rows are for thumbs, and filters a sheet (%s)',
  async theme => {
    const page = await house.start('/inventory.html?q=slot:head%2Bchest', { ...PHONE, theme })
    await page.getByText('Mossy Helm').waitFor()
    const heights = await page
      .locator('.item-row')
      .evaluateAll(rows => rows.map(row => (row as HTMLElement).offsetHeight))
    expect(new Set(heights)).toEqual(new Set([48]))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await shot(page, `phone-inventory-${theme}`)
    await page.getByRole('button', { name: 'Filters', exact: true }).tap()
    await page.getByRole('button', { name: /^Steel 1/ }).tap()
    await shot(page, `phone-inventory-filters-${theme}`)
    await page.getByRole('button', { name: 'Close: Filters' }).tap()
    await expect.poll(() => found(page).innerText()).toBe('1 item')
  },
)

test('an item opens its card, which is linked to, tagged and noted', async () => {
  const page = await house.start('/inventory.html?q=slot:head&sort=-al')
  await page.getByText('Mossy Helm').click()
  const card = page.getByRole('article', { name: 'Mossy Helm' })
  await card.getByText("Adept's Set").waitFor()
  await card.getByText('+35').waitFor()
  await card.getByText('main pack').waitFor()
  expect(await card.locator('.card-big').first().innerText()).toBe('400')
  // Its owner wears a rusty one.
  expect(await card.locator('.card-benefits').innerText()).toContain('Rusty Helm')
  await card.getByRole('button', { name: '+ tag' }).click()
  await page.keyboard.type('keep <b>')
  await page.keyboard.press('Enter')
  await card.getByText('keep <b>').waitFor()
  await card.getByLabel('Your note').fill('for Ilka')
  await Promise.all([
    page.waitForResponse(answer => answer.url().endsWith('/note') && answer.request().method() === 'PUT'),
    card.getByLabel('Your note').blur(),
  ])
  await expect.poll(() => new URL(page.url()).searchParams.get('item')).toBe('Larsa Mossfoot/2000000001')
  await card.getByRole('button', { name: 'As the plugin sent it' }).click()
  expect(await card.locator('.card-raw').innerText()).toContain('"265": 14')
  await shot(page, 'inventory-card')
  await page.reload()
  await card.getByText('keep <b>').waitFor()
  await expect.poll(() => card.getByLabel('Your note').inputValue()).toBe('for Ilka')
  await card.getByRole('button', { name: 'Search like this' }).click()
  await card.getByRole('button', { name: 'Search', exact: true }).click()
  await expect.poll(() => box(page).inputValue()).toContain('slot:head')
  await expect.poll(() => names(page)).toEqual(['Mossy Helm Steel'])
})

test('items are compared, with what differs marked', async () => {
  const page = await house.start('/inventory.html?q=helm&sort=-al')
  await expect.poll(() => names(page)).toHaveLength(3)
  await page.getByRole('grid').focus()
  for (const key of ['ArrowDown', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key)
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  const row = page.getByRole('row', { name: 'Armor level', exact: false }).first()
  await expect.poll(() => row.innerText()).toMatch(/400\s+best\s+200|400\s+200/)
  await expect.poll(() => row.getAttribute('class')).toBe('differs')
  await shot(page, 'inventory-compare')
  await page.goBack()
  await expect.poll(() => names(page)).toHaveLength(3)
})

test('a saved search tells of new matches wherever one is, and leads there', async () => {
  const page = await house.start('/inventory.html?q=name:tusker')
  await page.getByText('No item is like that.').waitFor()
  await page.getByRole('button', { name: 'Searches' }).click()
  await page.getByLabel('Name of the search').fill('Tuskers')
  await page.getByRole('checkbox', { name: 'tell me of new matches' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The search “Tuskers” is saved.').waitFor()
  await page.getByRole('link', { name: 'Suits' }).click()
  await page.waitForURL('**/suitbuilder.html**')
  await page.locator('[data-connection=live]').first().waitFor()
  house.plugin.send({
    type: 'inventory_delta',
    character_name: 'Larsa Mossfoot',
    action: 'add',
    item: thing({ id: 2_000_000_010, name: 'Tusker Paws', fits: CHEST, al: 120 }),
  })
  await page.getByText('Tuskers: Tusker Paws of Larsa Mossfoot').waitFor()
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByRole('article', { name: 'Tusker Paws' }).waitFor()
  await expect.poll(() => names(page)).toEqual(['Tusker Paws'])
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Export' })
      .click()
      .then(() => page.getByRole('link', { name: 'As a table (CSV)' }).click()),
  ])
  expect(readFileSync(await file.path(), 'utf8')).toContain('Tusker Paws')
  await page.getByRole('button', { name: 'Searches' }).click()
  await page.getByRole('button', { name: 'Remove the search Tuskers' }).click()
  await page.getByText('None yet.').waitFor()
})

test('upgrades say what would be better, whose, and by how much', async () => {
  const page = await house.start('/inventory.html?view=upgrades&character=Larsa+Mossfoot')
  const slot = page.locator('.upgrade-slot').filter({ hasText: 'Head' })
  await expect.poll(() => slot.innerText()).toContain('Rusty Helm')
  expect(await slot.innerText()).toContain('+200 AL, adds legendary Focus')
  await slot.getByRole('button', { name: 'Mossy Helm' }).click()
  await page.getByRole('article', { name: 'Mossy Helm' }).waitFor()
  await page.reload()
  await page.getByRole('article', { name: 'Mossy Helm' }).waitFor()
  await shot(page, 'inventory-upgrades')
})

test.each([
  ['desktop, dark', {}],
  ['desktop, light', { theme: 'light' as const }],
  ['phone, dark', PHONE],
])('an accessibility engine finds nothing serious: %s', async (_, view: View) => {
  const page = await house.start('/inventory.html?q=helm+armour:5', view)
  await page.getByText('There is no filter armour.').waitFor()
  expect(await findings(page)).toEqual([])
  await page.goto(`${house.server.url}/inventory.html?q=helm&item=Larsa+Mossfoot/2000000001`)
  await page.getByRole('article', { name: 'Mossy Helm' }).getByText('Legendary', { exact: true }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.goto(`${house.server.url}/inventory.html?view=compare&compare=2000000001,2000000002`)
  await page.getByRole('columnheader', { name: 'Mossy Helm' }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.goto(`${house.server.url}/inventory.html?view=upgrades&character=Larsa+Mossfoot`)
  await page.locator('.upgrade').first().waitFor()
  expect(await findings(page)).toEqual([])
})

test('of three hundred thousand rows only those in sight are read and drawn', async () => {
  const page = await house.start('/inventory.html')
  await found(page).waitFor()
  const total = 300_000
  let asked = 0
  await page.route('**/api/search/items*', async route => {
    asked++
    const query = new URL(route.request().url()).searchParams
    const from = (Number(query.get('page')) - 1) * 100
    const items = Array.from({ length: Math.min(100, total - from) }, (_, i) => ({
      item_id: from + i + 1,
      character_name: 'Mule Amber',
      name: `Item ${from + i}`,
      item_type: 'armor',
      armor_level: 500,
      spells: [{ id: 6105, name: 'Legendary Focus', tier: 'legendary', active: false }],
    }))
    await route.fulfill({ json: { items, total_count: total, query: query.get('q') ?? '', facets: [] } })
  })
  await box(page).fill('everything')
  await expect.poll(() => found(page).innerText()).toBe('300,000 items')
  await page.getByRole('grid').focus()
  await page.keyboard.press('End')
  await expect.poll(async () => (await names(page)).at(-1)).toBe('Item 299999')
  expect(await page.locator('.item-row').count()).toBeLessThan(80)
  expect(asked).toBeLessThan(10)
})
