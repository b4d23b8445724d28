import type { Page } from 'playwright-core'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { LOOKED_AT, PHONE, picture, settled, shot } from './browser.ts'
import { withStandIn } from './house.ts'

const house = withStandIn(60, { land: false })

beforeAll(() => {
  house.server.makeHistory()
})

afterEach(() => {
  house.server.extra = []
})

/** The colour of a canvas at a place of the map, 0 for the land and 1 for what moves. */
function pixel(page: Page, canvas: number, x: number, y: number): Promise<number[]> {
  return page.evaluate(
    ([canvas, x, y]) => {
      const element = document.querySelectorAll<HTMLCanvasElement>('.map-surface canvas')[canvas!]!
      const point = new OffscreenCanvas(1, 1).getContext('2d')!
      point.drawImage(element, -x! * devicePixelRatio, -y! * devicePixelRatio)
      return [...point.getImageData(0, 0, 1, 1).data]
    },
    [canvas, x, y],
  )
}

const view = (page: Page) => new URL(page.url()).searchParams

test('the land is drawn: water at sea, ground inland, nothing of it missing', async () => {
  // The view's middle lies in the middle of the map: 1112 by 828 beside the roster.
  const page = await house.start('/?at=36N,20E&zoom=40', { reducedMotion: true, land: true })
  await settled(page)
  const [r, g, b] = await pixel(page, 0, 556, 414)
  expect(g!).toBeGreaterThan(b!)
  expect(g! - r!).toBeGreaterThan(4)
  await page.goto(`${house.server.url}/?at=23N,97W&zoom=40`)
  await settled(page)
  expect(await pixel(page, 0, 556, 414)).toEqual([10, 18, 23, 255])
})

test('the wheel zooms at the pointer, the address follows, and a link leads back', async () => {
  const page = await house.start()
  await settled(page)
  const place = page.locator('.map-place')
  await page.mouse.move(900, 400)
  const before = await place.innerText()
  for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -100)
  await expect.poll(() => view(page).get('zoom')).not.toBeNull()
  await expect.poll(() => place.innerText()).toBe(before)
  const url = page.url()
  await page.goto(url)
  await settled(page)
  // The address is written by a timer: another one that begins now is over after it.
  await page.evaluate(() => new Promise(done => setTimeout(done, 500)))
  expect(page.url()).toBe(url)
})

test('a drag moves the map and lets go of whoever was followed', async () => {
  const page = await house.start('/?follow=Larsa+Mossfoot&zoom=12')
  await page.getByLabel('Following Larsa Mossfoot').waitFor()
  await page.mouse.move(900, 500)
  await page.mouse.down()
  await page.mouse.move(700, 450, { steps: 8 })
  await page.mouse.up()
  await expect.poll(() => view(page).get('follow')).toBeNull()
  // F takes up the one who was followed last, Escape lets go.
  await page.keyboard.press('f')
  await expect.poll(() => view(page).get('follow')).toBe('Larsa Mossfoot')
  await page.keyboard.press('Escape')
  await expect.poll(() => view(page).get('follow')).toBeNull()
})

test('whoever is followed stays in the middle of the map', async () => {
  const page = await house.start('/?follow=Rowan+Hale&zoom=60')
  await settled(page)
  // The mark lies under the ring, in the middle of 1112 by 828.
  const middle = () => pixel(page, 1, 556, 414)
  await expect.poll(middle).toEqual([134, 182, 234, 255])
  // He runs on, and is there still.
  const place = page.locator('.chosen-facts').first()
  const before = await place.innerText()
  await expect.poll(() => place.innerText()).not.toBe(before)
  await expect.poll(middle).toEqual([134, 182, 234, 255])
})

test('the card of the one under the pointer is there in the next frame', async () => {
  const page = await house.start('/?follow=Old+Peat&zoom=100', { land: LOOKED_AT })
  await settled(page)
  // Once he is in the middle, where the map follows him to.
  const card = page.locator('.hover-card')
  await page.mouse.move(328 + 556, 40 + 414)
  await card.getByText('Old Peat').waitFor()
  await expect.poll(() => framesUntilShown(page)).toBeLessThanOrEqual(1)
  expect(await card.innerText()).toContain('Old Peat')
  await page.mouse.move(328 + 557, 40 + 431)
  await shot(page, 'hover-dark')
})

/** How many frames are drawn without the card after the pointer has come to the middle of the map. */
async function framesUntilShown(page: Page): Promise<number> {
  await page.mouse.move(328 + 556 + 200, 40 + 414 + 100)
  await page.locator('.hover-card').waitFor({ state: 'hidden' })
  return page.evaluate(
    () =>
      new Promise<number>(done => {
        const card = document.querySelector<HTMLElement>('.hover-card')!
        let drawn = 0
        const frame = () => (card.hidden ? ++drawn && requestAnimationFrame(frame) : done(drawn))
        const at = { clientX: 328 + 556, clientY: 40 + 414, bubbles: true, pointerType: 'mouse' }
        document.querySelector('.map-surface')!.dispatchEvent(new PointerEvent('pointermove', at))
        requestAnimationFrame(frame)
      }),
  )
}

test('a click points somebody out without moving the map', async () => {
  const page = await house.start('/?at=42.1N,33.6E&zoom=60')
  await settled(page)
  await page.keyboard.press('Escape')
  const mule = house.server.world.characters.find(each => each.name === 'Mule Amber')!
  await page.mouse.click(328 + 556 + (mule.ew - 33.6) * 60, 40 + 414 - (mule.ns - 42.1) * 60)
  await page.locator('.chosen').getByText('Mule Amber').waitFor()
  expect(view(page).get('follow')).toBeNull()
  await page.getByRole('button', { name: 'Follow Mule Amber' }).click()
  await expect.poll(() => view(page).get('follow')).toBe('Mule Amber')
})

test('the keys move and zoom the map', async () => {
  const page = await house.start()
  await settled(page)
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await expect.poll(() => Number(view(page).get('zoom'))).toBeGreaterThan(8)
  const before = view(page).get('at')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => view(page).get('at')).not.toBe(before)
  await page.keyboard.press('0')
  await expect.poll(() => view(page).get('zoom')).toBeNull()
})

test('two fingers zoom, one moves', async () => {
  const page = await house.start('/', PHONE)
  await settled(page)
  await page.evaluate(() => {
    const map = document.querySelector('.map-surface')!
    const finger = (type: string, pointerId: number, clientX: number, clientY: number) =>
      map.dispatchEvent(
        new PointerEvent(type, {
          pointerId,
          clientX,
          clientY,
          bubbles: true,
          pointerType: 'touch',
          button: 0,
        }),
      )
    map.setPointerCapture = () => {}
    finger('pointerdown', 1, 150, 200)
    finger('pointerdown', 2, 240, 200)
    for (let i = 1; i <= 10; i++) {
      finger('pointermove', 1, 150 - i * 8, 200)
      finger('pointermove', 2, 240 + i * 8, 200)
    }
    finger('pointerup', 1, 70, 200)
    finger('pointerup', 2, 320, 200)
  })
  await expect.poll(() => Number(view(page).get('zoom'))).toBeGreaterThan(4)
})

test('dungeons and nonsense are listed but not drawn', async () => {
  house.server.extra = [
    { character_name: 'In The Deep', ew: 4213.7, ns: -811.2, kills: 3, state: 'combat' },
    { character_name: 'Nowhere', ew: null, ns: null },
    {
      character_name: 'W'.repeat(64),
      char_tag: 'T'.repeat(64),
      ew: 10,
      ns: 10,
      kills: 9_007_199_254_740_991,
      kills_per_hour: 1e9,
    },
    { character_name: '<img src=x onerror=alert(1)>', ew: 20, ns: -70, state: 'unheard of' },
    { nothing: true },
  ]
  const page = await house.start('/?q=In+The+Deep')
  await page.getByRole('row', { name: 'In The Deep' }).click()
  await page.getByText('The map follows once it comes out').waitFor()
  await page.getByLabel('Filter by name or tag').fill('WWW')
  await page.getByRole('row', { name: 'WWW' }).click()
  await picture(page, 'longest-names-dark')
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
