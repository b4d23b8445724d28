import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, shot, type View } from './browser.ts'
import { withOverlord } from './house.ts'

// A character's sheet and its equipment's cantrips, against the real server: what a plugin says shows, and
// shows again after a reload.

const NAME = 'Larsa Mossfoot'
const HOSTILE = `<img src=x onerror=alert(1)> \u202Elive 😀 ${'of the Everlasting Moss '.repeat(300)}`

const house = withOverlord({ land: false })

beforeAll(() => {
  house.plugin.stay(NAME, { kills: 128, latency_ms: 61.5, mem_mb: 412, prismatic_taper_count: '8912' })
  house.plugin.stay('Osric Tanglewood')
})

const skill = (base: number, training: string, buffed?: number) => ({
  base,
  training,
  ...(buffed && { buffed }),
})

/** A whole sheet, in the contract's shape. */
function sheet(level: number, more: Record<string, unknown> = {}): void {
  const attribute = (base: number, buffed: number) => ({ base, creation: 10, buffed })
  house.plugin.send({
    type: 'character_stats',
    character_name: NAME,
    level,
    total_xp: 171_226_310_247,
    unassigned_xp: 84_210_311,
    luminance_earned: 1_200_000,
    luminance_total: 1_500_000,
    deaths: 418,
    race: 'Aluvian',
    gender: 'Female',
    birth: '2024-02-11 20:11:09',
    current_title: 12,
    titles: [12, 77, 301],
    skill_credits: 4,
    attributes: {
      self: attribute(240, 290),
      strength: attribute(290, 340),
      endurance: attribute(280, 330),
      coordination: attribute(290, 340),
      quickness: attribute(290, 340),
      focus: attribute(260, 310),
    },
    vitals: { health: { base: 340 }, stamina: { base: 410 }, mana: { base: 520 } },
    skills: {
      missile_weapons: skill(468, 'Specialized', 520),
      melee_defense: skill(501, 'Specialized', 561),
      magic_defense: skill(402, 'Trained', 452),
      arcane_lore: skill(330, 'Trained'),
      war_magic: skill(10, 'Untrained'),
      alchemy: skill(0, 'Unusable'),
    },
    allegiance: {
      name: 'Sawato',
      monarch: { name: 'Borelean', race: 1, rank: 10, gender: 0 },
      patron: { name: 'Vanquisher', race: 2, rank: 5, gender: 1 },
      rank: 3,
      followers: 2,
    },
    properties: {
      125: 21_600_000,
      218: 5,
      224: 1,
      230: 5,
      236: 1,
      287: 1001,
      307: 20,
      322: 7,
      333: 5,
      335: 5,
      355: 8,
      390: 5,
    },
    burden_units: 26_100,
    encumbrance_capacity: 30_000,
    ...more,
  })
}

const row = (page: Page, name: string) =>
  page
    .locator('.sheet-row')
    .filter({ has: page.getByText(name, { exact: true }) })
    .innerText()
    .then(text => text.split('\n').filter(Boolean).slice(-1)[0])

test('a double click opens the character, which shows what is told, and shows it again after a reload', async () => {
  const page = await house.start('/')
  await page.getByRole('row', { name: new RegExp(NAME) }).dblclick()
  await page.getByText('No sheet has been told of yet').waitFor()
  sheet(274)
  await expect.poll(() => page.locator('.sheet-level b').innerText()).toBe('274')
  await expect.poll(() => row(page, 'Strength')).toBe('340')
  await expect.poll(() => row(page, 'Burden')).toBe('87 %')
  house.plugin.send({
    type: 'vitals',
    character_name: NAME,
    health_current: 287,
    health_max: 390,
    health_percentage: 73.6,
  })
  await expect.poll(() => row(page, 'Health')).toBe('287 / 390')
  sheet(275)
  await expect.poll(() => page.locator('.sheet-level b').innerText()).toBe('275')
  await expect.poll(() => new URL(page.url()).searchParams.get('win')).toBe('sheet')
  await page.reload()
  await expect.poll(() => page.locator('.sheet-level b').innerText()).toBe('275')
  await expect.poll(() => row(page, 'Health')).toBe('287 / 390')
  await shot(page, 'sheet-dark')
  await page.getByRole('button', { name: 'Close: Character' }).click()
  await page.getByRole('button', { name: `Open the character sheet of ${NAME}` }).click()
  await page.locator('.sheet-level').waitFor()
  await page.getByRole('button', { name: 'Close: Character' }).click()
  await page.getByRole('row', { name: new RegExp(NAME) }).waitFor()
  await page.getByRole('grid').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+Enter')
  await page.getByRole('button', { name: 'Close: Character' }).waitFor()
})

test('skills by training, augmentations, and finding in all of it', async () => {
  sheet(275)
  const page = await house.start(`/?win=${encodeURIComponent(`sheet:${NAME}`)}`, { theme: 'light' })
  await page.getByRole('tab', { name: 'Skills' }).click()
  const titles = page.locator('.sheet-title h4')
  await expect
    .poll(() => titles.allInnerTexts())
    .toEqual([
      'Specialised skills 2',
      'Trained skills 2',
      'Untrained skills 1',
      'Unusable untrained skills 1',
    ])
  expect(await row(page, 'Missile Weapons')).toBe('520')
  await shot(page, 'sheet-skills-light')
  await page.getByRole('tab', { name: 'Augmentations' }).click()
  expect(await row(page, 'Celestial Hand')).toBe('Master (1,001)')
  await shot(page, 'sheet-augmentations-light')
  await page.getByLabel('Find in the sheet').fill('magic')
  await page.getByText('2 found').waitFor()
  await expect
    .poll(() => page.locator('.sheet-row dt').allInnerTexts())
    .toEqual(['Magic Defense', 'War Magic'])
  await page.getByRole('tab', { name: 'Sessions' }).click()
  await expect.poll(() => row(page, 'Kills')).toBe('128')
  expect(await row(page, 'Latency')).toBe('62 ms')
  await shot(page, 'sheet-sessions-light')
})

test('hostile texts show as text and break nothing', async () => {
  sheet(275, {
    race: HOSTILE,
    birth: HOSTILE,
    current_title: HOSTILE,
    titles: [HOSTILE, 3],
    allegiance: { name: HOSTILE, patron: { name: HOSTILE, race: 99 } },
    skills: { [`${HOSTILE.slice(0, 200)}`]: { base: 3, training: HOSTILE } },
    house: HOSTILE,
  })
  for (const view of [{}, PHONE] as View[]) {
    const page = await house.start(`/?win=${encodeURIComponent(`sheet:${NAME}`)}`, view)
    await expect.poll(() => row(page, 'House')).toContain('<img src=x')
    for (const box of await page.locator('.sheet-row').all()) {
      expect((await box.boundingBox())!.height).toBeLessThan(60)
    }
    const wide = await page.locator('.sheet-pages').evaluate(each => each.scrollWidth - each.clientWidth)
    expect(wide).toBe(0)
    await shot(page, view.phone ? 'sheet-hostile-phone' : 'sheet-hostile')
    await page.getByRole('tab', { name: 'Skills' }).click()
    await page.getByText('Untrained skills').first().waitFor()
    if (!view.phone) await house.leave()
  }
})

test('on a phone', async () => {
  sheet(275)
  const page = await house.start(`/?win=${encodeURIComponent(`sheet:${NAME}`)}`, PHONE)
  await expect.poll(() => row(page, 'Strength')).toBe('340')
  await shot(page, 'sheet-phone-dark')
})

/** What is cast on worn pieces, in the contract's shape. */
function worn(active: boolean, name = 'Covenant Helm'): void {
  const spell = (id: number, of: string, on = true) => ({ id, name: of, active: on })
  const piece = (item_id: number, of: string, slot: string, ...spells: unknown[]) => ({
    item_id,
    name: of,
    slot,
    spells,
  })
  house.plugin.send({
    type: 'equipment_cantrip_state',
    character_name: NAME,
    items: [
      piece(1, name, 'Head', spell(6105, 'Legendary Focus'), spell(4696, 'Epic Invulnerability', active)),
      piece(
        2,
        'Olthoi Celdon Breastplate',
        'Chest',
        spell(6107, 'Legendary Strength'),
        spell(2, 'Major Focus'),
      ),
      piece(
        3,
        'Gold Ring',
        'Left Ring',
        spell(3, 'Epic Acid Ward'),
        spell(4, 'Moderate Fire Ward'),
        spell(5, 'Minor Armor'),
      ),
      piece(4, 'Plain Shirt', 'Shirt'),
    ],
  })
}

test('cantrips at work and not, by piece and by line, and again after a reload', async () => {
  const page = await house.start(`/?win=${encodeURIComponent(`cantrips:${NAME}`)}`)
  await page.getByText('has not been told of yet').waitFor()
  worn(true)
  await page.getByText('7 at work').waitFor()
  worn(false)
  await page.getByText('6 at work, 1 not').waitFor()
  await page.reload()
  await page.getByText('6 at work, 1 not').waitFor()
  await expect
    .poll(() => page.locator('.cantrips .idle bdi').allInnerTexts())
    .toEqual(['Epic Invulnerability'])
  await shot(page, 'cantrips-dark')
  await page.getByRole('tab', { name: 'By cantrip' }).click()
  await expect
    .poll(() => page.locator('.cantrips-lines li > bdi').allInnerTexts())
    .toEqual([
      'Epic Invulnerability',
      'Legendary Focus',
      'Legendary Strength',
      'Epic Acid Ward',
      'Moderate Fire Ward',
      'Minor Armor',
    ])
  await shot(page, 'cantrips-lines-dark')
})

test('cantrips on a phone, with a hostile piece', async () => {
  worn(false, HOSTILE)
  const view: View = { ...PHONE, theme: 'light' }
  const page = await house.start(`/?win=${encodeURIComponent(`cantrips:${NAME}`)}`, view)
  await page.getByText('<img src=x').first().waitFor()
  const wide = await page.locator('.cantrips').evaluate(each => each.scrollWidth - each.clientWidth)
  expect(wide).toBe(0)
  await shot(page, 'cantrips-phone-light')
})
