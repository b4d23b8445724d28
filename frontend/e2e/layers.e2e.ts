import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { LOOKED_AT, PHONE, picture, settled, shot, type View } from './browser.ts'
import { withOverlord } from './house.ts'

// What lies over the land, against the real server: what a plugin says shows, and shows again after a reload.

// The land below is for pictures only.
const house = withOverlord({ land: LOOKED_AT })

/** Bands of hunters, so close together that from afar they cannot be told apart. */
const BANDS: { at: [ns: number, ew: number]; names: string[]; spread: number }[] = [
  { at: [49.9, -73.1], names: named('Hive', 12), spread: 1.4 },
  { at: [80.4, 59.1], names: named('Mukkir', 9), spread: 1.2 },
  { at: [42.1, 33.6], names: named('Holt', 22), spread: 0.5 },
  { at: [-84.4, -59.5], names: named('Citadel', 5), spread: 1.1 },
]

function named(band: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${band} Hunter ${i + 1}`)
}

function report(): void {
  for (const { at, names, spread } of BANDS) {
    for (const [i, name] of names.entries()) {
      const away = (spread * Math.sqrt(i)) / Math.sqrt(names.length)
      const [ns, ew] = [at[0] + Math.cos(i * 2.4) * away, at[1] + Math.sin(i * 2.4) * away]
      house.plugin.online(name, {
        ns,
        ew,
        char_tag: name.split(' ')[0]!.toLowerCase(),
        vt_state: i % 5 ? 'Combat' : 'Idle',
      })
    }
  }
}

beforeAll(() => {
  house.plugin.repeat(report)
  hunt()
})

/** Monsters around some places, many at one of them. */
function hunt(): void {
  const places: [ns: number, ew: number, count: number][] = [
    [40.2, 30.1, 60],
    [20.3, 50.2, 20],
    [0.5, 46.4, 240],
    [-23.1, 16.5, 90],
    [70.4, -8.2, 120],
    [27.2, -0.4, 40],
  ]
  for (const [ns, ew, count] of places) {
    for (let i = 0; i < count; i++) {
      const away = Math.sqrt(i / count) * 5
      house.plugin.send({
        type: 'spawn',
        character_name: 'Holt Hunter 1',
        mob: i % 3 ? 'Olthoi Swarm Noble' : 'Drudge <b>Robber</b>',
        ns: ns + Math.cos(i * 2.4) * away,
        ew: ew + Math.sin(i * 2.4) * away * 0.6,
      })
    }
  }
}

async function start(path: string, view: View = {}): Promise<Page> {
  const page = await house.start(path, view)
  await settled(page)
  return page
}

// Maps are drawn by the processor here, again after each reload.
const PATIENCE = 150_000

const query = (page: Page) => new URL(page.url()).searchParams

/** Points at a place so many pixels from the middle of the map. */
async function pointAt(page: Page, x: number, y: number): Promise<void> {
  const box = (await page.locator('.map-surface').boundingBox())!
  const [left, top] = [box.x + box.width / 2 + x, box.y + box.height / 2 + y]
  await page.mouse.move(left - 3, top - 3)
  await page.mouse.move(left, top)
}

/** What the card says of a place so many pixels from the middle of the map, at this moment. */
async function toldAt(page: Page, x: number, y: number): Promise<string> {
  await pointAt(page, x, y)
  const card = page.locator('.hover-card')
  return (await card.isVisible()) ? card.innerText() : ''
}

test('the switches are remembered and stand in the link', async () => {
  const page = await start('/')
  await page.getByRole('button', { name: 'Layers' }).click()
  await page.getByRole('switch', { name: 'Portals' }).click()
  await page.getByRole('switch', { name: 'Trails' }).click()
  await expect.poll(() => query(page).get('layers')).toBe('portals,towns,pois,deaths,rares')
  await page.goto(`${house.server.url}/`)
  await page.getByRole('switch', { name: 'Portals', checked: true }).waitFor()
  await page.getByRole('switch', { name: 'Trails', checked: false }).waitFor()
  await page.goto(`${house.server.url}/?layers=heat`)
  await page.getByRole('switch', { name: 'Heat', checked: true }).waitFor()
  await page.getByRole('switch', { name: 'Portals', checked: false }).waitFor()
})

test(
  'heat shows where monsters appeared, of all or of one kind, with numbers',
  async () => {
    const page = await start('/?layers=heat,towns&at=20N,20E&zoom=6', { theme: 'light' })
    await page.getByRole('button', { name: 'Layers' }).click()
    const greatest = async () =>
      Number((await page.locator('.heat-scale li').last().innerText()).replace(',', ''))
    await expect.poll(greatest).toBeGreaterThan(40)
    const all = await greatest()
    await picture(page, 'layers-heat-light')
    await page.getByRole('button', { name: 'Creature: All creatures' }).click()
    await page.getByRole('combobox', { name: 'Creature' }).fill('robber')
    await page.getByRole('option', { name: 'Drudge <b>Robber</b>' }).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(greatest).toBeLessThan(all / 2)
    await expect.poll(() => query(page).get('mob')).toBe('Drudge <b>Robber</b>')
    await page.getByLabel('Within', { exact: true }).selectOption('last hour')
    await page.reload()
    await expect.poll(greatest).toBeLessThan(all / 2)
    await page.getByRole('button', { name: 'Creature: Drudge <b>Robber</b>' }).waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    await picture(page, 'layers-heat-dark')
  },
  PATIENCE,
)

test(
  'a portal, a death and a rare appear when they are told, and are there after a reload',
  async () => {
    const page = await start('/?layers=portals,deaths,rares,dungeons&at=10N,10E&zoom=40')
    /** What the card says of a place that lies so many units from the middle. */
    const told = (ew: number, ns: number) => toldAt(page, ew * 40, -ns * 40)
    const lone = { character_name: 'Lone Wolf' }
    const portal_name = 'Gateway <img src=x onerror=alert(1)> \u202Eevil'
    house.plugin.send({ ...lone, type: 'portal', portal_name, ns: 10, ew: 10, z: 0 })
    house.plugin.send({ ...lone, type: 'rare', name: 'Foolproof Fire Opal', ns: 12, ew: 12 })
    house.plugin.online('Lone Wolf', { ns: 8, ew: 8, deaths: 0 })
    house.plugin.online('Lone Wolf', { ns: 8, ew: 8, deaths: 1 })
    house.plugin.online('Lone Wolf', { ns: 20, ew: 20, deaths: 1 })
    const all = async () => {
      await expect.poll(() => told(0, 0)).toContain(portal_name)
      await expect.poll(() => told(0, 0)).toContain('First seen')
      await expect.poll(() => told(2, 2)).toContain('Foolproof Fire Opal')
      await expect.poll(() => told(2, 2)).toContain('Lone Wolf')
      await expect.poll(() => told(-2, -2)).toContain('Lone Wolf died')
    }
    await all()
    await page.reload()
    await settled(page)
    await all()
    // Known from the game's own tables.
    await page.goto(`${house.server.url}/?layers=dungeons&at=81.7N,71.2W&zoom=40`)
    await settled(page)
    await expect.poll(() => told(0, 0)).toContain('Remote Empyrean Vault')
  },
  PATIENCE,
)

test(
  'those who stand together are one mark with their number, and part when one goes near',
  async () => {
    const page = await start('/')
    const scale = 860 / 208
    const holt = [33.6 * scale, -42.1 * scale] as const
    await expect.poll(() => toldAt(page, ...holt)).toMatch(/22 together[\s\S]*Holt Hunter 3/)
    await shot(page, 'crowds-dark')
    await page.mouse.down()
    await page.mouse.up()
    await expect.poll(() => Number(query(page).get('zoom'))).toBeGreaterThan(8)
    await settled(page)
    await expect.poll(() => toldAt(page, 0, 0)).not.toContain('22 together')
    await shot(page, 'crowds-entered-dark')
    // Whoever is followed stands beside the others, always.
    await page.goto(`${house.server.url}/?follow=Holt+Hunter+3&zoom=8`)
    await page.emulateMedia({ colorScheme: 'light' })
    await settled(page)
    await expect.poll(() => toldAt(page, 0, 0)).toContain('Holt Hunter 3')
    await shot(page, 'crowds-followed-light')
  },
  PATIENCE,
)

test('a picture that lies on the server is the background, once it is switched on', async () => {
  const page = await start('/?at=42.1N,33.6E&zoom=40')
  await page.getByRole('button', { name: 'Layers' }).click()
  await page.getByRole('switch', { name: 'Rares' }).waitFor()
  expect(await page.getByRole('switch', { name: 'Picture' }).count()).toBe(0)
  // One magenta pixel, which is all of the land.
  house.server.write('map.png', Buffer.from(MAGENTA, 'base64'))
  await page.reload()
  await page.getByRole('switch', { name: 'Picture' }).click()
  const middle = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.map-surface canvas')!
      const point = new OffscreenCanvas(1, 1).getContext('2d')!
      point.drawImage(canvas, -556, -400)
      return [...point.getImageData(0, 0, 1, 1).data]
    })
  await expect.poll(middle).toEqual([255, 0, 255, 255])
  await page.reload()
  await expect.poll(middle).toEqual([255, 0, 255, 255])
})

const MAGENTA = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z/AfAAQAAf8iCjrwAAAAAElFTkSuQmCC'

test.each<[string, View, string]>([
  ['layers-dark', {}, '/?layers=trails,portals,towns,dungeons,pois,deaths,rares'],
  ['layers-near-light', { theme: 'light' }, '/?layers=towns,dungeons,pois,deaths,rares&at=30N,40E&zoom=11'],
  ['layers-phone-dark', PHONE, '/?layers=heat,towns,rares'],
  ['layers-phone-light', { ...PHONE, theme: 'light' }, '/?layers=heat,towns,rares'],
])('%s looks as it should', async (name, view, path) => {
  const page = await house.start(path, view)
  await page.getByRole('button', { name: 'Layers' }).click()
  await page.locator('.layers').waitFor()
  await picture(page, name)
  expect(await findings(page)).toEqual([])
})
