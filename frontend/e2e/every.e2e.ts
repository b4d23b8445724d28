import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { contrasts, findings } from './axe.ts'
import { PHONE, type View } from './browser.ts'
import { withOverlord } from './house.ts'

// Every window there is, whatever it is called, with hostile texts in all of them: nothing runs, nothing sticks
// out, and an accessibility engine finds nothing serious.

const EVENTS = join(import.meta.dirname, '../../tracker/event/testdata/events')
const NAME = '<img src=x onerror=alert(1)>\u202E"Müller & 😀'
const WINDOW = '.win, .phone-win'
const LONG = `${NAME} ${'W'.repeat(9000)}`

const house = withOverlord({ land: false })

beforeAll(() => {
  for (const file of readdirSync(EVENTS).filter(name => name.endsWith('.json'))) {
    const event = JSON.parse(readFileSync(join(EVENTS, file), 'utf8')) as Record<string, unknown>
    delete event.timestamp
    house.plugin.send({ ...hostile(event), type: event.type, character_name: NAME })
  }
  house.plugin.stay(NAME, { char_tag: NAME, ew: 33.6, ns: 42.1 })
  house.plugin.send({ type: 'chat', character_name: NAME, text: LONG, channel: 'Allegiance' })
})

/** The event with markup, other directions of writing and great length in every text of it that is no number or time. */
function hostile(value: unknown, key = ''): Record<string, unknown> {
  return change(value, key) as Record<string, unknown>
}

const FREE = /name|text|title|message|quest|label|StringValues|^1$/i

function change(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map(each => change(each, key))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([inner, each]) => [inner, change(each, inner)]))
  }
  return typeof value === 'string' && FREE.test(key) ? `${NAME} ${value} ${'w'.repeat(300)}` : value
}

const views: [string, View][] = [
  ['desktop', { theme: 'dark' }],
  ['phone', { ...PHONE, theme: 'light' }],
]

test.each(views)(
  'every window stands hostile texts, and an accessibility engine, in both themes: %s',
  async (_, view) => {
    const { page } = await house.visit({ ...view, reducedMotion: true })
    const ran: string[] = []
    page.on('dialog', dialog => {
      ran.push(dialog.message())
      void dialog.dismiss()
    })
    await house.go(page, `/?follow=${encodeURIComponent(NAME)}`)
    await page.getByText(NAME).first().waitFor()
    const wrong: Record<string, string[]> = {}
    for (const title of await titles(page)) {
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: title, exact: true }).click()
      await page.locator('.win, .phone-win').last().waitFor()
      await expect.poll(() => page.getByText('Reading …').count()).toBe(0)
      const said = [...(await sticksOut(page)), ...(await findings(page, WINDOW))]
      await page.emulateMedia({ colorScheme: view.theme === 'dark' ? 'light' : 'dark' })
      said.push(...(await contrasts(page, WINDOW)))
      await page.emulateMedia({ colorScheme: view.theme })
      if (said.length > 0) wrong[title] = said
      await page.keyboard.press('Escape')
      const close = page.getByRole('button', { name: `Close: ${title}`, exact: true })
      if (await close.count()) await close.first().click()
    }
    expect(wrong).toEqual({})
    expect(await findings(page)).toEqual([])
    const ground = await background(page)
    await page.emulateMedia({ colorScheme: view.theme === 'dark' ? 'light' : 'dark' })
    await expect.poll(() => background(page)).not.toBe(ground)
    expect(await contrasts(page)).toEqual([])
    expect(ran).toEqual([])
    await house.leave()
    // Each of two dozen windows takes the engine a second or two.
  },
  240_000,
)

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

/** What the menu of windows lists. */
async function titles(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: 'More' }).click()
  const items = page.locator('button[role=menuitem]')
  const found = (await items.allInnerTexts()).map(text => text.trim())
  await page.keyboard.press('Escape')
  return found.filter(title => !/^(Side by side|Close all windows)$/.test(title))
}

/** What is wider than the place that it has. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = (element: Element) => element.scrollWidth > element.clientWidth + 1
    const said: string[] = []
    if (wide(document.documentElement)) said.push('the page scrolls sideways')
    for (const win of document.querySelectorAll('.win, .phone-win')) {
      const right = win.getBoundingClientRect().right
      for (const element of win.querySelectorAll('*')) {
        const box = element.getBoundingClientRect()
        const hidden = element.closest('.scroll, .unseen, .cut, svg, [data-scrolls]')
        if (!hidden && box.width > 0 && box.right > right + 2) {
          said.push(`${element.tagName}.${element.className} sticks out by ${Math.round(box.right - right)}`)
        }
      }
    }
    return said.slice(0, 5)
  })
}
