import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launch, shot, signIn, type View, type Visit, visit } from './browser.ts'
import { ADMIN, ADMIN_PASSWORD, Overlord, Plugin } from './overlord.ts'

// The administration, and one's own account, against the real server.

const LONG = 'Bartholomew-of-the-Exceedingly-Long-Name-Who-Never-Dies'
const HOSTILE = '<b>bold</b> & "quoted" שלום'
const PASSWORD = 'a password of theirs'

let browser: Browser
let server: Overlord
let visited: Visit

beforeAll(async () => {
  browser = await launch()
  server = await new Overlord().start()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

afterEach(async () => {
  expect(visited.problems).toEqual([])
  await visited.context.close()
})

async function start(path: string, view: View = {}, user = ADMIN, password = ADMIN_PASSWORD): Promise<Page> {
  visited = await visit(browser, view)
  await signIn(visited.page, server.url, path, user, password)
  return visited.page
}

const rows = (page: Page) => page.locator('.rows li')
const row = (page: Page, name: string) => rows(page).filter({ hasText: name })
const button = (page: Page, name: string | RegExp, exact = true) => page.getByRole('button', { name, exact })

/** Takes what is shown once. */
async function once(page: Page): Promise<string> {
  const value = await page.locator('.once code').innerText()
  await button(page, 'Done').click()
  return value
}

test('users are made, refused, changed, signed out and deleted', async () => {
  const page = await start('/?win=admin')
  await button(page, 'New user').click()
  await page.getByLabel('Name', { exact: true }).fill(ADMIN)
  await button(page, 'Make the account').click()
  await page.locator('.entry-note.bad, .form-refusal').waitFor()
  await page.getByLabel('Name', { exact: true }).fill(LONG)
  await page.getByLabel('Password', { exact: true }).fill('short')
  await button(page, 'Make the account').click()
  await page.getByText('This password cannot be used').waitFor()
  await shot(page, 'admin-user-refused')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('edit', { exact: true }).uncheck()
  await button(page, 'Make the account').click()
  await row(page, LONG).getByText('may look, command plugins').waitFor()

  const other = await visit(browser)
  await signIn(other.page, server.url, '/', LONG, PASSWORD)
  await other.page.getByRole('button', { name: 'More' }).click()
  expect(await other.page.getByRole('menuitem', { name: 'Administration' }).count()).toBe(0)
  await page.reload()
  await row(page, LONG).getByText('signed in 1 time').waitFor()
  await button(page, `Change ${LONG}`).click()
  await button(page, 'Sign out everywhere').click()
  await shot(page, 'admin-user-sure')
  await button(page, 'Sign out everywhere').click()
  await page.getByText(`${LONG} is signed out everywhere.`).waitFor()
  await other.page.waitForURL('**/login**')
  await other.context.close()

  await button(page, `Change ${LONG}`).click()
  await page.getByLabel('is an administrator').check()
  await button(page, 'Save').click()
  await row(page, LONG).getByText('administrator').waitFor()
  await page.reload()
  await row(page, LONG).getByText('administrator').waitFor()
  await button(page, `Change ${LONG}`).click()
  await page.getByLabel('is an administrator').uncheck()
  await page.getByLabel('command plugins').uncheck()
  await button(page, 'Save').click()
  await row(page, LONG).getByText('may look').waitFor()
  await shot(page, 'admin-users-dark')

  await button(page, `Change ${LONG}`).click()
  await button(page, 'Delete the account').click()
  await button(page, 'Delete the account').click()
  await page.getByText(`The account of ${LONG} is gone.`).waitFor()
  await expect.poll(() => rows(page).count()).toBe(1)
  await button(page, `Change ${ADMIN}`).click()
  await page.getByLabel('is an administrator').uncheck()
  await button(page, 'Save').click()
  await page.locator('.form-refusal').waitFor()
})

test('a link invites somebody, once', async () => {
  const page = await start('/?win=admin', { theme: 'light' })
  await button(page, 'Invite by link').click()
  await page.getByLabel('For whom').fill(HOSTILE)
  await button(page, 'Make the link').click()
  await shot(page, 'admin-invited-light')
  const link = await once(page)
  await row(page, '<b>bold</b>').getByText('until').waitFor()
  const other = await visit(browser)
  await other.page.goto(link)
  await other.page.getByLabel('Name').fill('Guest')
  await other.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await other.page.getByRole('button', { name: 'Make the account' }).click()
  await other.page.getByRole('application').waitFor()
  await other.context.close()
  await page.reload()
  await row(page, '<b>bold</b>').getByText('used by Guest').waitFor()
  await button(page, 'Invite by link').click()
  await button(page, 'Make the link').click()
  await once(page)
  await button(page, 'Withdraw the invitation for nobody named').click()
  await button(page, 'Withdraw the invitation for nobody named').click()
  await expect.poll(() => button(page, /^Withdraw/, false).count()).toBe(0)
})

test('an API token is shown once, opens the API, and is revoked', async () => {
  const page = await start('/?win=admin')
  await page.getByRole('tab', { name: 'API tokens' }).click()
  await page.getByText('There are no API tokens.').waitFor()
  await button(page, 'New token').click()
  await button(page, 'Make the token').click()
  await page.locator('.entry-note.bad').waitFor()
  await page.getByLabel('What it is for').fill(HOSTILE)
  await page.getByLabel('Valid for').selectOption('5 years')
  await button(page, 'Make the token').click()
  const token = await once(page)
  const ask = async () =>
    (await fetch(`${server.url}/live`, { headers: { Authorization: `Bearer ${token}` } })).status
  expect(await ask()).toBe(200)
  await page.reload()
  await page.getByRole('tab', { name: 'API tokens' }).click()
  await row(page, '<b>bold</b>').getByText('may look').waitFor()
  await shot(page, 'admin-tokens')
  await button(page, /^Revoke/, false).click()
  await button(page, /^Revoke/, false).click()
  await page.getByText('There are no API tokens.').waitFor()
  expect(await ask()).toBe(401)
})

test('a plugin secret lets plugins in, tells who came with it, and is revoked', async () => {
  const page = await start('/?win=admin', { theme: 'light' })
  await page.getByRole('tab', { name: 'Plugin secrets' }).click()
  await row(page, 'from the configuration').waitFor()
  await button(page, 'New secret').click()
  await page.getByLabel('For whom').fill(LONG)
  await button(page, 'Make the secret').click()
  const plugin = await Plugin.open(server.url, await once(page))
  plugin.online('Larsa Mossfoot')
  plugin.online(HOSTILE)
  await expect
    .poll(async () => {
      await page.reload()
      await page.getByRole('tab', { name: 'Plugin secrets' }).click()
      await row(page, LONG).waitFor()
      return row(page, LONG).innerText()
    })
    .toContain('2 characters')
  await row(page, LONG).getByText('2 characters').click()
  await row(page, LONG).getByText('Larsa Mossfoot').waitFor()
  await shot(page, 'admin-secrets-light')
  await button(page, `Revoke ${LONG}`).click()
  await button(page, `Revoke ${LONG}`).click()
  await page.getByText('opens nothing any more').waitFor()
  await plugin.closed
})

test('the audit tells all of that, and is filtered', async () => {
  const page = await start('/?win=admin')
  await page.getByRole('tab', { name: 'Audit' }).click()
  await row(page, 'made a plugin secret').first().waitFor()
  await shot(page, 'admin-audit')
  await page.getByLabel('What').selectOption('deleted an account')
  await button(page, 'Show').click()
  await expect.poll(() => rows(page).count()).toBe(1)
  await page.getByLabel('Who').fill('nobody')
  await button(page, 'Show').click()
  await page.getByText('Nothing like that is written down.').waitFor()
})

test('on a phone', async () => {
  const page = await start('/?win=admin', { width: 390, height: 844, phone: true })
  await rows(page).first().waitFor()
  await shot(page, 'phone-admin-users')
  await page.getByRole('tab', { name: 'Audit' }).tap()
  await rows(page).first().waitFor()
  await shot(page, 'phone-admin-audit')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
