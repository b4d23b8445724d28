import type { Page } from 'playwright-core'
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

function report(): void {
  for (const [name, place] of Object.entries(HERE))
    house.plugin.online(name, { ...at(...place), vt_state: 'Combat' })
  house.plugin.online('Far Away', { ew: 33.6, ns: 42.1 })
}

beforeAll(() => house.plugin.repeat(report))

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
  await page.getByRole('group', { name: 'Floors' }).getByRole('button', { name: '−6 m' }).click()
  await page.getByRole('img', { name: /with Deep <i>Diver<\/i>$/ }).waitFor()
  await page.getByRole('group', { name: 'Floors' }).getByRole('button', { name: '−6 m' }).click()

  // Who goes down the stairs is followed to the lower floor, also after a reload.
  HERE['Old Peat'] = [WEST + 30, -20, -6]
  report()
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

/** Where the accent's ring around whose window it is lies, as shares of the plan; null: out of sight. */
function ring(page: Page): Promise<{ x: number; y: number } | null> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.dungeon-plan')!
    const accent = getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()
    const [r, g, b] = [1, 3, 5].map(at => Number.parseInt(accent.slice(at, at + 2), 16))
    const { width, height } = canvas
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
    let [x, y, count] = [0, 0, 0]
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] !== r || data[i + 1] !== g || data[i + 2] !== b) continue
      x += (i / 4) % width
      y += Math.floor(i / 4 / width)
      count++
    }
    return count > 10 ? { x: x / count / width, y: y / count / height } : null
  })
}

test('the plan is zoomed, dragged, gone through with keys, and goes along with whose window it is', async () => {
  const page = await house.start('/?follow=Old+Peat&win=dungeon')
  const plan = page.getByRole('application', { name: 'Plan of the dungeon' })
  await page.getByRole('img', { name: /Old Peat/ }).waitFor()
  const whole = (await expect
    .poll(() => ring(page))
    .not.toBeNull()
    .then(() => ring(page)))!
  const box = (await plan.boundingBox())!
  await page.mouse.move(box.x + box.width * whole.x, box.y + box.height * whole.y)
  await page.mouse.wheel(0, -300)
  // What lies under the pointer stays there.
  await expect
    .poll(() => page.getByRole('button', { name: 'All of the plan' }).getAttribute('aria-disabled'))
    .toBe('false')
  const off = async () => {
    const at = (await ring(page))!
    return Math.abs(at.x - whole.x) + Math.abs(at.y - whole.y)
  }
  await expect.poll(off).toBeLessThan(0.1)
  const zoomed = (await ring(page))!
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * whole.x + 80, box.y + box.height * whole.y + 20, { steps: 4 })
  await page.mouse.up()
  await expect.poll(async () => (await ring(page))!.x - zoomed.x).toBeGreaterThan(0.12)
  await shot(page, 'dungeon-zoomed-dark')

  await plan.focus()
  await page.keyboard.press('f')
  await expect.poll(async () => Math.abs((await ring(page))!.x - 0.5)).toBeLessThan(0.1)
  const follow = page.getByRole('button', { name: 'Follow Old Peat', exact: true }).last()
  await expect.poll(() => follow.getAttribute('aria-pressed')).toBe('true')
  const drawn = () => page.locator('.dungeon-plan').evaluate(plan => (plan as HTMLCanvasElement).toDataURL())
  const before = await drawn()
  HERE['Old Peat'] = [WEST + 50, -20, -6]
  report()
  await expect.poll(drawn).not.toBe(before)
  await expect.poll(async () => Math.abs((await ring(page))!.x - 0.5)).toBeLessThan(0.1)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => follow.getAttribute('aria-pressed')).toBe('false')
  await page.keyboard.press('PageUp')
  await expect
    .poll(() =>
      page
        .getByRole('group', { name: 'Floors' })
        .getByRole('button', { name: '0 m' })
        .getAttribute('aria-pressed'),
    )
    .toBe('true')
  await page.keyboard.press('0')
  await expect
    .poll(() => page.getByRole('button', { name: 'All of the plan' }).getAttribute('aria-disabled'))
    .toBe('true')
  // Who is in the list is brought to the middle, on his floor.
  await page.locator('.dungeon-people button', { hasText: 'Old Peat' }).click()
  await expect.poll(async () => Math.abs((await ring(page))!.x - 0.5)).toBeLessThan(0.1)
  expect(await findings(page)).toEqual([])
})

test('on a phone two fingers zoom the plan', async () => {
  const page = await house.start('/?follow=Old+Peat&win=dungeon', PHONE)
  const plan = page.getByRole('application', { name: 'Plan of the dungeon' })
  await page.getByRole('img', { name: /Old Peat/ }).waitFor()
  const box = (await plan.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const client = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd'
          ? []
          : [
              { x: x - apart, y, id: 0 },
              { x: x + apart, y, id: 1 },
            ],
    })
  await touch('touchStart', 30)
  for (let apart = 40; apart <= 110; apart += 10) await touch('touchMove', apart)
  await touch('touchEnd', 0)
  await expect
    .poll(() => page.getByRole('button', { name: 'All of the plan' }).getAttribute('aria-disabled'))
    .toBe('false')
  await shot(page, 'dungeon-phone-zoomed-dark')
  expect(await findings(page)).toEqual([])
})
