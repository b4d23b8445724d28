import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot, type View } from './browser.ts'
import { withStandIn } from './house.ts'

// The assistant's window, with answers made up on the contract's wire.

const HOSTILE = '<img src=x onerror=alert(1)> \u202Eevil\u202C 😀 '

const house = withStandIn(5, { land: false })
let asked: { session_id: string; message: string }[]
let answer: (route: Route) => Promise<void>
let forgotten: boolean

const events = (...list: object[]) => list.map(each => `data: ${JSON.stringify(each)}\n\n`).join('')

const stream =
  (...list: object[]) =>
  (route: Route) =>
    route.fulfill({ contentType: 'text/event-stream', body: events(...list) })

async function start(path: string, view: View = {}): Promise<Page> {
  const { page } = await house.visit(view)
  asked = []
  forgotten = false
  const said: { role: string; content: string }[] = []
  await page.route('**/api/agent/**', async route => {
    const { pathname } = new URL(route.request().url())
    if (pathname.endsWith('/health')) return route.fulfill({ json: { status: 'ok' } })
    if (pathname.endsWith('/sessions/new')) return route.fulfill({ json: { session_id: 's-1' } })
    if (pathname.endsWith('/history')) {
      if (forgotten)
        return route.fulfill({ status: 404, json: { error: { code: 'not_found', message: 'gone' } } })
      return route.fulfill({ json: { messages: said } })
    }
    const body = route.request().postDataJSON()
    asked.push(body)
    said.push(
      { role: 'user', content: body.message },
      { role: 'assistant', content: 'Everybody is in Holtburg.' },
    )
    return answer(route)
  })
  await house.go(page, path)
  return page
}

const turns = (page: Page) => page.locator('.talk article p').allInnerTexts()

test('a question is asked and answered, and is there again after a reload', async () => {
  const page = await start('/')
  answer = stream(
    { type: 'tool', name: 'live_players' },
    { type: 'text', text: 'Everybody is ' },
    { type: 'text', text: 'in Holtburg.' },
    { result: 'Everybody is in Holtburg.', session_id: 's-1', duration_ms: 9, num_turns: 1, is_error: false },
  )
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Assistant' }).click()
  await page.getByText('Ask about characters').waitFor()
  await page.getByLabel('Your question').fill(HOSTILE)
  await page.keyboard.press('Enter')
  await expect.poll(() => turns(page)).toEqual([HOSTILE.trim(), 'Everybody is in Holtburg.'])
  expect(asked).toEqual([{ session_id: 's-1', message: HOSTILE.trim() }])
  await page.reload()
  await expect.poll(() => turns(page)).toEqual([HOSTILE.trim(), 'Everybody is in Holtburg.'])
  await shot(page, 'assistant-dark')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'New conversation' }).click()
  await page.getByText('Ask about characters').waitFor()
  await page.getByLabel('Conversation').selectOption('s-1')
  await expect.poll(() => turns(page)).toHaveLength(2)
  forgotten = true
  await page.reload()
  await page.getByText('This conversation is no longer there.').waitFor()
  await page.getByRole('button', { name: 'Take it off the list' }).click()
  await page.getByText('Ask about characters').waitFor()
})

test('an answer is stopped, broken off, refused, and asked for again', async () => {
  const page = await start('/?win=assistant', { theme: 'light' })
  const ask = async (question: string) => {
    await page.getByLabel('Your question').fill(question)
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
  }
  let go = () => {}
  answer = route =>
    new Promise(done => {
      go = () => done(route.abort().catch(() => {}))
    })
  await ask('Who is where?')
  await page.getByText('Looking into it').waitFor()
  await shot(page, 'assistant-busy-light')
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('You stopped it.').waitFor()
  go()
  answer = stream({ type: 'text', text: 'Everybody' })
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByText('The answer broke off.').waitFor()
  await expect.poll(() => turns(page)).toEqual(['Who is where?', 'Everybody'])
  answer = route =>
    route.fulfill({
      status: 429,
      headers: { 'Retry-After': '600' },
      json: { error: { code: 'throttled', message: 'too many' } },
    })
  await ask('And now?')
  await page.getByText('Too many questions. Wait 10 min.').waitFor()
  answer = stream({ error: { code: 'unavailable', message: 'It took too long.' } })
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByText('It took too long.').waitFor()
  await shot(page, 'assistant-refused-light')
  await page.getByLabel('Your question').fill('x'.repeat(10_001))
  await page.getByText('−1 characters left').waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true)
})

test('where there is none it is not offered', async () => {
  const page = await house.start('/?win=assistant')
  await page.getByText('You may not use this, or this server does not offer it.').waitFor()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Issues' }).waitFor()
  expect(await page.getByRole('menuitem', { name: 'Assistant' }).count()).toBe(0)
})

test('on a phone', async () => {
  const page = await start('/?win=assistant', PHONE)
  answer = stream({ result: `${'A long answer. '.repeat(80)}\n\n${'w'.repeat(400)}`, is_error: false })
  await page.getByLabel('Your question').fill('Tell me all.')
  await page.getByRole('button', { name: 'Ask', exact: true }).tap()
  await page.getByText('A long answer.').waitFor()
  await shot(page, 'phone-assistant')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
