import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, reloadUntil, shot } from './browser.ts'
import { withOverlord } from './house.ts'
import type { Plugin } from './overlord.ts'

// The windows of the bridge, against the real server: radar, vitals, vital sharing and quests.

const LARSA = 'Larsa Mossfoot'
const HOSTILE = '<img src=x onerror=alert(1)> \u202Eevil 😀'
const LONG = 'W'.repeat(60)

// Connected by another plugin.
const GUEST = `${HOSTILE} of elsewhere`

const house = withOverlord({ land: false })
let other: Plugin

beforeAll(async () => {
  other = await house.server.plugin()
  house.plugin.repeat(beat)
})

const NAMES = [
  LARSA,
  'Osric Tanglewood',
  'Ysolde Farrow',
  'Bren Harrowgate',
  'Old Peat',
  'Nuala Thorne',
  HOSTILE,
  LONG,
]

/** Tells that everybody is online. */
function beat(): void {
  for (const [index, name] of NAMES.entries())
    house.plugin.online(name, { ew: 33 + index, kills: index * 100 })
}

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

function nearby(...more: Record<string, unknown>[]): Record<string, unknown> {
  const at = (east: number, north: number) => ({ ew: 33 + east / 240, ns: 42.1 + north / 240, z: 0 })
  return {
    type: 'nearby_objects',
    character_name: LARSA,
    heading: 60,
    ew: 33,
    ns: 42.1,
    z: 0,
    landblock: '2C9E',
    objects: [
      {
        id: 1,
        name: 'Olthoi Swarm Eviscerator',
        object_class: 5,
        distance: 8.2,
        health_percentage: 40,
        ...at(6, 6),
      },
      { id: 2, name: 'Olthoi Swarm Noble', object_class: 5, distance: 12.1, ...at(-4, 11) },
      { id: 3, name: 'Ysolde Farrow', object_class: 24, distance: 5.8, ...at(-5, -3) },
      { id: 4, name: 'Portal to Town Network', object_class: 14, distance: 33, ...at(28, 17) },
      { id: 5, name: 'Corpse of Dorrin Ashfall', object_class: 27, distance: 22, ...at(-20, -9) },
      { id: 6, name: 'Life Stone', object_class: 28, distance: 41, ...at(-30, 28) },
      { id: 7, name: HOSTILE, object_class: 37, distance: 17, ...at(0, -17) },
      ...more,
    ],
  }
}

test('the radar shows what is near, sorted, and again after a reload', async () => {
  const page = await house.start(`/?win=radar:${encodeURIComponent(LARSA)}`)
  await page.getByText('has not told what is around it').waitFor()
  house.plugin.send(nearby())
  const names = () => page.locator('.radar-list bdi').allInnerTexts()
  const all = [
    'Ysolde Farrow',
    'Olthoi Swarm Eviscerator',
    'Olthoi Swarm Noble',
    HOSTILE,
    'Corpse of Dorrin Ashfall',
  ]
  await expect.poll(names).toEqual([...all, 'Portal to Town Network', 'Life Stone'])
  await expect.poll(() => page.locator('.radar-mark').count()).toBe(7)
  house.plugin.send(nearby({ id: 8, name: 'Banderling', object_class: 5, distance: 2, ew: 33.005, ns: 42.1 }))
  await expect.poll(names).toContain('Banderling')
  await page.reload()
  await expect.poll(names).toEqual(['Banderling', ...all, 'Portal to Town Network', 'Life Stone'])
  await page.locator('.radar-list button').nth(1).hover()
  await expect.poll(() => page.locator('.radar-mark.lit title').textContent()).toBe('Ysolde Farrow')
  await page.getByRole('button', { name: 'North up' }).click()
  await page.getByRole('button', { name: 'Heading up' }).waitFor()
  await shot(page, 'bridge-radar-dark')
  await page.getByRole('button', { name: 'Creatures, 3' }).click()
  await expect.poll(names).not.toContain('Banderling')
})

const vitals = (character_name: string, health: number, more: Record<string, unknown> = {}) => ({
  type: 'vitals',
  character_name,
  health_percentage: health,
  stamina_percentage: 98,
  mana_percentage: 36.2,
  ...more,
})

test('vitals of all are in a grid, the lowest first, and again after a reload', async () => {
  const page = await house.start('/?win=vitals')
  for (const [index, name] of NAMES.entries()) house.plugin.send(vitals(name, 60 + 5 * index))
  house.plugin.send(vitals('Old Peat', 22, { health_current: 75, health_max: 340, vitae: 5 }))
  const names = () => page.locator('.vital-name').allInnerTexts()
  await expect.poll(async () => (await names())[0]).toBe('Old Peat')
  await expect.poll(async () => (await names()).length).toBe(NAMES.length)
  await page.getByText('8 characters, 1 low, vitae up to 5 % on 1').waitFor()
  await page.reload()
  await expect.poll(async () => (await names())[0]).toBe('Old Peat')
  await expect.poll(() => page.locator('.vital.low .vital-figure').innerText()).toBe('22')
  // A character that dies is marked.
  house.plugin.online('Nuala Thorne', { deaths: '0' })
  house.plugin.online('Nuala Thorne', { deaths: '1' })
  await page.locator('.vital.dead').getByText('Nuala Thorne').waitFor()
  await shot(page, 'bridge-vitals-dark')
  await page.getByRole('button', { name: 'Only low' }).click()
  await expect.poll(async () => (await names()).sort()).toEqual(['Nuala Thorne', 'Old Peat'])
  await page.locator('.vital', { hasText: 'Old Peat' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('follow')).toBe('Old Peat')
})

test('many vitals a second cost a drawing a frame at most', async () => {
  const page = await house.start('/?win=vitals')
  await page.locator('.vital').first().waitFor()
  await page.evaluate(() => {
    const counted = window as unknown as { frames: number; drawings: number }
    Object.assign(counted, { frames: 0, drawings: 0 })
    const frame = () => {
      counted.frames++
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    new MutationObserver(() => counted.drawings++).observe(document.querySelector('.vitals')!, {
      subtree: true,
      characterData: true,
    })
  })
  for (let n = 0; n < 2000; n++) house.plugin.send(vitals('Osric Tanglewood', n % 100))
  await page
    .locator('.vital', { hasText: 'Osric Tanglewood' })
    .locator('.vital-figure')
    .getByText('99')
    .waitFor()
  const { frames, drawings } = await page.evaluate(() => {
    const { frames, drawings } = window as unknown as { frames: number; drawings: number }
    return { frames, drawings }
  })
  expect(drawings).toBeGreaterThan(0)
  expect(drawings).toBeLessThanOrEqual(frames)
})

const share = (character_name: string, health: number, ...tags: string[]) => ({
  type: 'share_vital_update',
  character_name,
  id: 1,
  health,
  max_health: 340,
  stamina: 402,
  max_stamina: 410,
  mana: 188,
  max_mana: 520,
  tags,
})

test('vital sharing tells who shares, with whom, and who is connected', async () => {
  const page = await house.start('/?win=sharing')
  await page.getByText('Nobody shares vitals yet.').waitFor()
  house.plugin.send(
    share(LARSA, 287, 'hunt-a'),
    share('Osric Tanglewood', 120, 'hunt-a', 'hunt-b'),
    share(LONG, 300),
  )
  other.send(share(GUEST, 17, 'hunt-b'))
  house.plugin.send({ type: 'share_position_update', character_name: LARSA, ew: -33.42, ns: 41.87 })
  await reloadUntil(page, '4 share, 4 of them connected.')
  const group = (tag: string) => page.locator('.sharing-group', { hasText: tag })
  await expect
    .poll(() => group('hunt-a').locator('bdi').allInnerTexts())
    .toEqual(['hunt-a', LARSA, 'Osric Tanglewood'])
  await page.getByText('41.9N, 33.4W').waitFor()
  house.plugin.send(share(LARSA, 33, 'hunt-a'))
  await expect.poll(() => group('hunt-a').locator('.number').first().innerText()).toBe('33')
  other.close()
  other = await house.server.plugin()
  await reloadUntil(page, '4 share, 3 of them connected.')
  await group('hunt-b').getByText('Not connected: it hears of nobody').first().waitFor()
  await shot(page, 'bridge-sharing-dark')
})

test('quests are a table of who may do what when, and again after a reload', async () => {
  const page = await house.start('/?win=quests')
  await page.getByText('No plugin has told of quests yet.').waitFor()
  const quest = (character_name: string, quest_name: string, countdown: string) =>
    house.plugin.send({ type: 'quest', character_name, quest_name, countdown })
  quest(LARSA, 'Stipend Collection Timer', '3d 4h 12m')
  quest(LARSA, 'Gauntlet of the Very Long Name That Goes On Through the Night', 'Ready')
  quest('Osric Tanglewood', 'Stipend Collection Timer', 'Ready')
  quest(LONG, HOSTILE, 'see the elder')
  quest('Nuala Thorne', 'Blank Augmentation Gem', '00:45:10')
  await reloadUntil(page, '2 ready, 4 quests, 4 characters')
  const row = (name: string) => page.locator('.quests tbody tr', { hasText: name })
  await row(LARSA).getByText('3 d 4 h').waitFor()
  quest('Osric Tanglewood', 'Stipend Collection Timer', '20h')
  await row('Osric Tanglewood')
    .getByText(/^(20 h 0 min|19 h 59 min)$/)
    .waitFor()
  await shot(page, 'bridge-quests-dark')
  await page.getByLabel('Find a quest or a character').fill('stipend')
  await page.getByText('0 ready, 1 quest, 2 characters').waitFor()
})

test.each(['vitals', `radar:${LARSA}`, 'sharing', 'quests'])('on a phone, light: %s', async kind => {
  const page = await house.start(`/?win=${encodeURIComponent(kind)}`, { ...PHONE, theme: 'light' })
  const name = kind.split(':')[0]!
  if (name === 'radar') house.plugin.send(nearby())
  await page.locator('.vitals, .radar-list, .sharing-group, .quests').first().waitFor()
  await shot(page, `bridge-${name}-phone-light`)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  expect(await findings(page)).toEqual([])
})

test('all together, light', async () => {
  const page = await house.start(
    `/?win=vitals&win=${encodeURIComponent(`radar:${LARSA}`)}&win=sharing&win=quests`,
    { theme: 'light' },
  )
  house.plugin.send(nearby())
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Side by side' }).click()
  await page.locator('.radar-list').waitFor()
  await shot(page, 'bridge-all-light')
  expect(await findings(page)).toEqual([])
})
