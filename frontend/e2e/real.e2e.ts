import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, PHONE, settled, shot, signIn, visit } from './browser.ts'

// The same page against a real server: OVERLORD_URL says where, OVERLORD_USER and OVERLORD_PASSWORD who.
// OVERLORD_PLAYERS says how many characters its simulator plays, if it does.

const { OVERLORD_URL: url = '', OVERLORD_USER: user = '', OVERLORD_PASSWORD: password = '' } = process.env
const players = Number(process.env.OVERLORD_PLAYERS ?? 0)

describe.runIf(url && user && password)(`a real server at ${url}`, () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  test.each(['dark', 'light'] as const)('signs in, goes live and shows everybody, %s', async theme => {
    const { page, context, problems } = await visit(browser, { theme })
    await signIn(page, url, '/', user, password)
    await page.locator('[data-connection=live]').waitFor({ timeout: 20_000 })
    if (players > 0) {
      await page.locator('.roster-row').first().waitFor({ timeout: 20_000 })
      await expect
        .poll(async () => Number(await page.locator('.figures b').innerText()))
        .toBeGreaterThan(players * 0.5)
    }
    await settled(page)
    await shot(page, `real-${theme}`)
    expect(problems).toEqual([])
    await context.close()
  })

  test('on a phone, following the first of the roster', async () => {
    const { page, context, problems } = await visit(browser, PHONE)
    await signIn(page, url, '/', user, password)
    if (players > 0) await page.locator('.roster-row').first().tap()
    await settled(page)
    await shot(page, 'real-phone')
    expect(problems).toEqual([])
    await context.close()
  })

  test('a wrong password and a missing session are refused', async () => {
    const { page, context } = await visit(browser)
    await page.goto(`${url}/?zoom=9`)
    await page.waitForURL('**/login**')
    await page.getByLabel('Name').fill(user)
    await page.getByLabel('Password', { exact: true }).fill(`${password}x`)
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('do not match').waitFor()
    await context.close()
  })
})

test('a real server is only asked where one is named', () => {
  expect(Boolean(url) === Boolean(user && password)).toBe(true)
})
