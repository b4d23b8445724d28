import { beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot } from './browser.ts'
import { withOverlord } from './house.ts'

// The plan of a dungeon and who is in it, against the real server.

const house = withOverlord({ land: false })

const BLOCK = '01D9'

/** A place within the landblock, metres, as the game counts it; far west it lies beyond the map. */
const at = (x: number, y: number, z: number) => ({
  ew: (0x01 * 8 + x / 24 - 1019.5) / 10,
  ns: (0xd9 * 8 + y / 24 - 1019.5) / 10,
  z: z / 240,
})

const WEST = -300
const HERE: Record<string, [x: number, y: number, z: number]> = {
  'Old Peat': [WEST, 0, 0],
  'Sable Quill': [WEST + 30, -10, 0],
  'Deep <i>Diver</i>': [WEST + 20, -20, -6],
}

/** Two floors of corridors around a hall. */
function cells(): Record<string, unknown>[] {
  const rooms: [x: number, y: number, z: number][] = []
  for (let i = 0; i < 6; i++) rooms.push([i * 10, 0, 0], [i * 10, -30, 0])
  for (let i = 1; i < 3; i++) rooms.push([0, -i * 10, 0], [50, -i * 10, 0])
  for (const x of [20, 30]) for (const y of [-10, -20]) rooms.push([x, y, 0])
  for (let i = 0; i < 4; i++) rooms.push([20 + i * 10, -20, -6], [20, -20 - i * 10, -6])
  const id = (i: number) => 256 + i
  return rooms.map(([x, y, z], i) => ({
    id: id(i),
    x: WEST + x,
    y,
    z,
    rotation: 0,
    environment: 700,
    portals: rooms.flatMap((other, j) =>
      Math.hypot(other[0] - x, other[1] - y) === 10 && other[2] === z ? [{ to: id(j), side: 0 }] : [],
    ),
  }))
}

beforeAll(() => {
  const report = () => {
    for (const [name, place] of Object.entries(HERE))
      house.plugin.online(name, { ...at(...place), vt_state: 'Combat' })
    house.plugin.online('Far Away', { ew: 33.6, ns: 42.1 })
  }
  house.plugin.repeat(report)
})

test('who is in a dungeon leads to its plan, which the plugin is asked for', async () => {
  const page = await house.start('/?follow=Old+Peat')
  await page.getByRole('button', { name: 'Show the dungeon' }).click()
  await page.getByText('has not told yet in which dungeon it is').waitFor()
  house.plugin.send({
    type: 'share_position_update',
    character_name: 'Old Peat',
    id: 1,
    landcell: '0x01D90100',
    ...at(...HERE['Old Peat']!),
  })
  await expect
    .poll(() => house.plugin.received)
    .toContainEqual(expect.objectContaining({ type: 'request_dungeon_map', landblock: BLOCK }))
  house.plugin.send({ type: 'dungeon_map', character_name: 'Old Peat', landblock: BLOCK, cells: cells() })
  const people = page.getByRole('list', { name: 'In this dungeon' })
  await expect.poll(() => people.innerText()).toContain('Sable Quill')
  expect(await people.innerText()).toContain('Deep <i>Diver</i>')
  expect(await people.innerText()).not.toContain('Far Away')
  // The name comes from the game's tables: the plugin has told none.
  await page.locator('.dungeon-head').getByText('Red Rat Lair').waitFor()
  await page.getByRole('img', { name: /with Old Peat, Sable Quill$/ }).waitFor()
  await shot(page, 'dungeon-dark')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: '−6 m' }).click()
  await page.getByRole('img', { name: /with Deep <i>Diver<\/i>$/ }).waitFor()
  await page.getByRole('button', { name: '−6 m' }).click()

  // Who goes down the stairs is followed to the lower floor, also after a reload.
  HERE['Old Peat'] = [WEST + 30, -20, -6]
  await page.getByRole('img', { name: /with (Deep <i>Diver<\/i>, Old Peat|Old Peat, Deep.*)$/ }).waitFor()
  await page.reload()
  await page.getByRole('img', { name: /Old Peat/ }).waitFor()
  await expect.poll(() => people.innerText()).toContain('Sable Quill')
  await shot(page, 'dungeon-lower-dark')
})

test('above ground there is no plan, and on a phone it is a sheet', async () => {
  const page = await house.start('/?follow=Far+Away&win=dungeon')
  await page.getByText('Far Away is above ground').waitFor()
  await house.leave()
  const phone = await house.start('/?follow=Old+Peat&win=dungeon', { ...PHONE, theme: 'light' })
  await phone.getByRole('img', { name: /Old Peat/ }).waitFor()
  await shot(phone, 'dungeon-phone-light')
})
