import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot } from './browser.ts'
import { withOverlord } from './house.ts'

// Fights and rates over time, against the real server: what a plugin says shows, and shows again after a reload.

const NAME = 'Larsa Mossfoot'
const HOSTILE = `<b onclick=alert(1)>Olthoi</b> \u202Ediv\u202C 😀 ${'Eviscerator of the Deepest Hive '.repeat(40)}`

const house = withOverlord({ land: false })

beforeAll(() => {
  for (const name of [
    NAME,
    'Osric Tanglewood',
    'Ysolde Farrow of the Longest Name There Ever Was in All of Derth',
  ]) {
    hunted(name)
    // Nothing but that it is there still.
    house.plugin.repeat(() => house.plugin.online(name, { kills: undefined }))
  }
})

/** A minute of a hunt, as telemetry tells it. */
function hunted(name: string, kills = 120): void {
  for (let step = 9; step >= 0; step--) {
    const timestamp = new Date(Date.now() - step * 8000).toISOString()
    const told = { deaths: step < 3 ? '1' : '0', prismatic_taper_count: String(9000 + step * 7) }
    house.plugin.online(name, { timestamp, kills: kills - step * 12 + name.length, ...told })
  }
}

interface Told {
  seconds: number
  given: number
  kills?: number
}

/** A report of a session, in the contract's shape. */
function report(
  character_name: string,
  { seconds, given, kills = 412 }: Told,
  creature = 'Olthoi Swarm Noble',
) {
  const attacks = (
    total: number,
    failed: number,
    crits: number,
    normal: number,
    crit: number,
    most: number,
  ) => ({
    total_attacks: total,
    failed_attacks: failed,
    crits,
    total_normal_damage: normal,
    max_normal_damage: most / 2,
    total_crit_damage: crit,
    max_crit_damage: most,
  })
  const monster = (name: string, share: number) => ({
    name,
    kill_count: Math.round(kills * share),
    damage_given: Math.round(given * share),
    damage_received: Math.round(20_114 * share),
    aetheria_surges: 12,
    cloak_surges: 3,
    offense: { missile: { piercing: attacks(1880, 122, 301, 401_200, 110_803, 1033) } },
    defense: {
      melee: { acid: attacks(402, 377, 2, 871, 314, 190) },
      magic: { fire: attacks(31, 8, 0, 900, 0, 84) },
    },
  })
  const names = [
    creature,
    'Olthoi Swarm Eviscerator',
    'Olthoi Swarm Soldier',
    'Olthoi Swarm Worker',
    'Drudge',
  ]
  const monsters = Object.fromEntries(names.map((name, index) => [name, monster(name, 0.5 / (index + 1))]))
  house.plugin.send({
    type: 'combat_stats',
    character_name,
    session_id: 'hunt',
    session: {
      duration_seconds: seconds,
      total_damage_given: given,
      total_damage_received: 20_114,
      total_kills: kills,
      total_aetheria_surges: 12,
      total_cloak_surges: 3,
      monsters,
    },
  })
}

const figure = (page: Page, name: string) =>
  page.locator('.combat-figures > div').filter({ hasText: name }).locator('dd').innerText()

test('fights show as they are told, and again after a reload', async () => {
  const page = await house.start(`/?win=${encodeURIComponent(`combat:${NAME}`)}`)
  await page.getByText('No fight has been told of yet').waitFor()
  report(NAME, { seconds: 18_764, given: 512_003 })
  await expect.poll(() => figure(page, 'Damage given')).toBe('512,003')
  await page.getByText('5 h 12 min').waitFor()
  expect(await figure(page, 'Surges')).toBe('12 aetheria 3 cloak')
  expect(await figure(page, 'Hits')).toBe('93.5 %')
  const kinds = page.locator('.combat-kinds tbody tr')
  await expect
    .poll(() =>
      kinds
        .first()
        .innerText()
        .then(row => row.split(/\s*\t\s*/)),
    )
    .toEqual(['Missile, piercing', '9,400', '6.5 %', '17.1 %', '291', '1,033'])
  report(NAME, { seconds: 18_824, given: 524_003 })
  await expect.poll(() => figure(page, 'Damage given')).toBe('524,003')
  await page.reload()
  await expect.poll(() => figure(page, 'Damage given')).toBe('524,003')
  await page.getByRole('tab', { name: 'Ever' }).click()
  await expect.poll(() => figure(page, 'Damage given')).toBe('524,003')
})

test('damage a minute grows with each report, and the hair line tells it', async () => {
  const page = await house.start(`/?win=${encodeURIComponent('combat:Osric Tanglewood')}`)
  await page.getByText('No fight has been told of yet').waitFor()
  for (let index = 0; index < 4; index++) {
    // The page counts in steps of two seconds.
    if (index > 0) await page.waitForTimeout(2100)
    report('Osric Tanglewood', { seconds: 60 + index * 60, given: 1000 + index * (5000 + 100 * index) })
    await expect
      .poll(() => figure(page, 'Damage given'))
      .toBe((1000 + index * (5000 + 100 * index)).toLocaleString('en-US'))
  }
  const slider = page.getByRole('slider', { name: 'Damage a minute' })
  await slider.focus()
  await page.keyboard.press('End')
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toContain('given 5,500')
  await shot(page, 'combat-damage-dark')
  await page.getByRole('button', { name: 'Damage a minute, as a table' }).click()
  await page.getByRole('cell', { name: '5,500' }).waitFor()
})

test('a creature alone, hostile names, kills by hour', async () => {
  report(NAME, { seconds: 18_900, given: 900_001, kills: 500 }, HOSTILE)
  for (const theme of ['dark', 'light'] as const) {
    const page = await house.start(`/?win=${encodeURIComponent(`combat:${NAME}`)}`, { theme })
    await expect.poll(() => figure(page, 'Damage given')).toBe('900,001')
    const row = page.getByRole('row').filter({ hasText: '<b onclick' })
    // Two lines, and no more.
    expect((await row.boundingBox())!.height).toBeLessThan(40)
    await page.locator('.u-over').waitFor()
    await shot(page, `combat-${theme}`)
    if (theme === 'dark') {
      await page.getByRole('button', { name: 'Olthoi Swarm Soldier' }).click()
      await page.getByText('Kind of damage, Olthoi Swarm Soldier').waitFor()
      await page.getByRole('tab', { name: 'By hour' }).click()
      await page.locator('.combat-hours tbody tr').first().waitFor()
      await page.locator('.u-over').waitFor()
      await shot(page, 'combat-hours-dark')
      await house.leave()
    }
  }
})

test('on a phone', async () => {
  const page = await house.start(`/?win=${encodeURIComponent(`combat:${NAME}`)}`, {
    ...PHONE,
    theme: 'light',
  })
  await expect.poll(() => figure(page, 'Damage given')).toBe('900,001')
  await page.locator('.u-over').waitFor()
  await shot(page, 'combat-phone-light')
  const wide = await page.locator('.combat').evaluate(box => box.scrollWidth - box.clientWidth)
  expect(wide).toBe(0)
})

const LONG = 'Ysolde Farrow of the Longest Name There Ever Was in All of Derth'

test('rates over time, alone and compared, and again after a reload', async () => {
  for (const name of [NAME, 'Osric Tanglewood', LONG]) hunted(name, 400)
  const page = await house.start(`/?win=${encodeURIComponent(`rates:${NAME}`)}`)
  const cells = (name: string) =>
    page.getByRole('row').filter({ hasText: name }).getByRole('cell').allInnerTexts()
  await expect.poll(async () => (await cells(NAME))[2]).toBe('1')
  const kills = Number((await cells(NAME))[0]!.replace(',', ''))
  expect(kills).toBeGreaterThan(100)
  await page.getByLabel('Compare with').selectOption(LONG)
  await page.getByLabel('Compare with').selectOption('Osric Tanglewood')
  await expect.poll(async () => (await cells('Osric Tanglewood'))[2]).toBe('1')
  await page.locator('.u-over').waitFor()
  await shot(page, 'rates-dark')
  await page.getByRole('tab', { name: 'Deaths' }).click()
  await page.getByRole('figure', { name: 'Deaths, added up' }).waitFor()
  hunted(NAME, 1000)
  await page.getByRole('tab', { name: 'Kills' }).click()
  await page.reload()
  await expect.poll(async () => Number((await cells(NAME))[0]!.replace(',', ''))).toBeGreaterThan(kills)
  await page.getByRole('button', { name: `Leave out ${LONG}` }).click()
  await expect.poll(() => page.locator('.chart-legend li').count()).toBe(2)
  await page.getByLabel('Within').selectOption('6h')
  await page.locator('.u-over').hover({ position: { x: 460, y: 20 } })
  await shot(page, 'rates-6h-dark')
})

test('vitals of the last hour, as they come', async () => {
  const vitals = (health: number) =>
    house.plugin.send({
      type: 'vitals',
      character_name: NAME,
      health_percentage: health,
      stamina_current: 200,
      stamina_max: 400,
      mana_percentage: 36,
    })
  const page = await house.start(`/?win=${encodeURIComponent(`rates:${NAME}`)}`, { theme: 'light' })
  await page.getByRole('tab', { name: 'Vitals' }).click()
  await page.getByText('Vitals appear here as they come').waitFor()
  for (const health of [84, 60]) {
    vitals(health)
    await page.locator('.u-over').waitFor()
    // The page remembers one value for each five seconds.
    if (health === 84) await page.waitForTimeout(5100)
  }
  const slider = page.getByRole('slider')
  await expect.poll(() => slider.getAttribute('aria-valuemax')).toBe('1')
  await slider.focus()
  await page.keyboard.press('End')
  await expect
    .poll(() => slider.getAttribute('aria-valuetext'))
    .toContain('Health 60 %, Stamina 50 %, Mana 36 %')
  await shot(page, 'rates-vitals-light')
  const drawn = () =>
    page.locator('.chart canvas').evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL())
  const light = await drawn()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(drawn).not.toBe(light)
})

test('rates of everybody on a phone', async () => {
  const page = await house.start('/?win=rates', PHONE)
  await page.getByRole('row').filter({ hasText: 'Everybody' }).waitFor()
  await page.locator('.u-over').waitFor()
  await shot(page, 'rates-phone-dark')
  const wide = await page.locator('.win-body').evaluate(each => each.scrollWidth - each.clientWidth)
  expect(wide).toBe(0)
})

/** A Grafana behind the server, in the light theme's picture only. */
async function grafana(page: Page): Promise<void> {
  await page.route('**/grafana/', route => route.fulfill({ status: 200, body: '' }))
}

/** A made-up month of hunting, which no test could wait for. */
async function madeUp(page: Page): Promise<void> {
  await page.route('**/api/history/summary*', route => {
    const query = new URL(route.request().url()).searchParams
    const [minutes, from] = [Number.parseInt(query.get('bucket')!, 10), Date.parse(query.get('from')!)]
    const seed = (query.get('character') ?? '').length
    const buckets = []
    for (let at = from; at < Date.now(); at += minutes * 60_000) {
      const hour = at / 3_600_000 + seed
      if (hour % 24 < 5) continue
      const rate = Math.max(
        0,
        900 + 300 * Math.sin(hour / 2.3 + seed) + 200 * Math.sin(hour * 3.1) - seed * 9,
      )
      buckets.push({
        timestamp: new Date(at).toISOString(),
        kills: Math.round((rate * minutes) / 60),
        kills_per_hour: rate,
        seconds_online: minutes * 60,
        deaths: Math.round(hour) % 17 === 0 ? 1 : 0,
        rares: Math.round(hour) % 29 === 0 ? 1 : 0,
        tapers_used: 40,
        tapers_last: 9000 - Math.round((hour * 40) % 6000),
      })
    }
    return route.fulfill({ json: { buckets } })
  })
}

test('months of many look as they should, in both themes', async () => {
  for (const name of ['Tamsin Vell', 'Old Peat', 'Nuala Thorne']) house.plugin.online(name)
  for (const theme of ['dark', 'light'] as const) {
    const { page } = await house.visit({ theme })
    await madeUp(page)
    if (theme === 'light') await grafana(page)
    const windows = [`rates:${NAME}`, `combat:${NAME}`].map(encodeURIComponent)
    await house.go(page, `/?win=${windows[0]}&win=${windows[1]}`)
    for (const name of theme === 'dark' ? ['Tamsin Vell', 'Old Peat', 'Nuala Thorne'] : []) {
      await page.getByLabel('Compare with').selectOption(name)
    }
    if (theme === 'light') {
      await page.getByLabel('Within').selectOption('30d')
      await page.getByRole('tab', { name: 'Tapers' }).click()
      await page.getByRole('tab', { name: 'Ever' }).click()
    }
    await expect.poll(() => page.locator('.u-over').count()).toBe(2)
    const link = page.getByRole('link', { name: 'More in Grafana' })
    await expect.poll(() => link.count()).toBe(theme === 'light' ? 1 : 0)
    await page
      .locator('.u-over')
      .first()
      .hover({ position: { x: 300, y: 40 } })
    await shot(page, `rates-many-${theme}`)
    expect(await findings(page)).toEqual([])
    if (theme === 'dark') await house.leave()
  }
})
