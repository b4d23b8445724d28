import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { frames, LOOKED_AT, PHONE, picture, type View } from './browser.ts'
import { until, withOverlord, withStandIn } from './house.ts'

// The replay: what plugins reported minutes ago is shown again, where it was and when.

const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)
const slider = (page: Page) => page.getByRole('slider', { name: 'Time that the map shows' })
const shownAt = async (page: Page) => Number(await slider(page).getAttribute('aria-valuenow')) * 1000

describe('with the real server', () => {
  const MINUTE = 60_000
  // A plugin's clock may differ by ten minutes from the server's: so much past can be made here.
  let begin = 0
  const house = withOverlord({ land: false })

  beforeAll(async () => {
    const { plugin } = house
    begin = Math.floor((Date.now() - 9 * MINUTE) / 10_000) * 10_000
    // Larsa runs east by a unit a minute and dies on the way; Osric leaves after four minutes.
    for (let second = 0; second <= 480; second += 2) {
      const timestamp = new Date(begin + second * 1000).toISOString()
      const deaths = second >= 300 ? '1' : '0'
      plugin.online('Larsa Mossfoot', { timestamp, ew: 20 + second / 60, ns: 50, kills: second, deaths })
      if (second < 240) plugin.online('Osric Tanglewood', { timestamp, ew: 22, ns: 51, kills: 0 })
    }
    const rare = {
      type: 'rare',
      character_name: 'Larsa Mossfoot',
      name: 'Foolproof Fire Opal',
      ew: 21,
      ns: 50,
    }
    plugin.send({ ...rare, timestamp: new Date(begin + 2 * MINUTE).toISOString() })
    // What was told last is stored last.
    await until(async () => (await (await house.ask('GET', '/rares')).text()).includes('Foolproof Fire Opal'))
  })

  const at = (second: number) => new Date(begin + second * 1000).toISOString().replace('.000', '')
  const place = (page: Page) => page.locator('.chosen-facts').first()

  test('shows where somebody was at that time, and again after a reload', async () => {
    const page = await house.start(`/?t=${at(120)}&follow=Larsa+Mossfoot&zoom=60`)
    await page.getByText('Not live', { exact: true }).waitFor()
    await expect.poll(() => place(page).innerText()).toContain('50.0N, 22.0E')
    await page.reload()
    await expect.poll(() => place(page).innerText()).toContain('50.0N, 22.0E')
    await expect.poll(() => param(page, 't')).toBe(at(120))
    await picture(page, 'replay-real')
  })

  test('the keys step through it, and back to live', async () => {
    const page = await house.start(`/?t=${at(120)}&speed=10&follow=Larsa+Mossfoot`)
    await expect.poll(() => place(page).innerText()).toContain('22.0E')
    await slider(page).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => place(page).innerText()).toContain('23.0E')
    await expect.poll(() => param(page, 't')).toBe(at(180))
    await page.keyboard.press('Shift+ArrowLeft')
    await expect.poll(() => param(page, 't')).toBe(at(120))
    await expect
      .poll(() => slider(page).getAttribute('aria-valuetext'))
      .toContain('found Foolproof Fire Opal')
    await page.keyboard.press('End')
    await expect.poll(() => page.locator('.not-live').count()).toBe(0)
    await expect.poll(() => param(page, 't')).toBeNull()
  })

  test('plays with the space bar, faster when asked, and pauses', async () => {
    // So long ago that it is not over before it is paused, however slow the machine.
    const page = await house.start(`/?t=${at(-36_000)}&speed=10&follow=Larsa+Mossfoot`)
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    await page.locator('.map-surface').focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    const before = await shownAt(page)
    await expect.poll(() => shownAt(page)).toBeGreaterThan(before + 10_000)
    await page.getByText('60×', { exact: true }).click()
    await expect.poll(() => param(page, 'speed')).toBeNull()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    const paused = await shownAt(page)
    await frames(page, 24)
    expect(await shownAt(page)).toBe(paused)
  })

  test('somebody who had left is not there, and a death is marked with its name', async () => {
    const page = await house.start(`/?t=${at(420)}&follow=Osric+Tanglewood&span=1h`)
    await expect.poll(() => place(page).innerText()).toContain('Was not online then.')
    await expect.poll(() => page.locator('.replay-mark').count()).toBe(2)
    await page.locator('.replay-mark.bad').hover()
    await page.getByRole('tooltip').getByText('Larsa Mossfoot died').waitFor()
    await page.getByText('1 death', { exact: true }).waitFor()
    await page.locator('.replay-mark.rare').click()
    await expect.poll(() => param(page, 't')).toBe(at(120))
    await expect.poll(() => place(page).innerText()).toContain('51.0N, 22.0E')
  })
})

describe('with a day of sixty characters', () => {
  const house = withStandIn(60, { land: LOOKED_AT })

  beforeAll(() => house.server.makeHistory())

  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19)

  test('a drag of the handle goes through the day', async () => {
    const page = await house.start('/')
    await page.getByRole('button', { name: 'Unfold the replay' }).click()
    const track = (await page.locator('.timeline').boundingBox())!
    await page.mouse.move(track.x + track.width - 3, track.y + 40)
    await page.mouse.down()
    await page.mouse.move(track.x + track.width / 2, track.y + 40, { steps: 6 })
    const ago = async () => (Date.now() - (await shownAt(page))) / 3_600_000
    await expect.poll(async () => Math.abs((await ago()) - 12)).toBeLessThan(0.5)
    await page.mouse.move(track.x + track.width / 4, track.y + 40, { steps: 6 })
    await page.mouse.up()
    await expect.poll(ago).toBeGreaterThan(17)
    await page.getByRole('button', { name: 'Back to live' }).click()
    await expect.poll(() => page.locator('.not-live').count()).toBe(0)
  })

  const looks: [name: string, view: View, path: string][] = [
    ['replay-dark', {}, `/?t=${ago(6.5)}Z`],
    ['replay-light', { theme: 'light' }, `/?t=${ago(6.5)}Z&at=26.5N,27E&zoom=6.35`],
    ['replay-week-dark', { width: 1920, height: 1080 }, `/?t=${ago(100)}Z&span=7d&speed=600`],
    ['replay-narrow-light', { width: 960, height: 600, theme: 'light' }, `/?t=${ago(2)}Z&span=6h`],
    ['replay-phone-dark', PHONE, `/?t=${ago(6.5)}Z&follow=Rowan+Hale&zoom=12`],
    ['replay-phone-light', { ...PHONE, theme: 'light' }, `/?t=${ago(0.3)}Z&span=1h`],
  ]

  test.each(looks)('%s', async (name, view, path) => {
    const page = await house.start(path, view)
    await page.locator('.not-live').waitFor()
    await expect.poll(() => page.getByText('Reading …').count()).toBe(0)
    await picture(page, name)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    expect(await findings(page)).toEqual([])
  })
})
