import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot, signIn } from './browser.ts'
import { withOverlord } from './house.ts'
import { ADMIN, Plugin } from './overlord.ts'
import { totp } from './totp.ts'

// The administration, and one's own account, against the real server.

const LONG = 'Bartholomew-of-the-Exceedingly-Long-Name-Who-Never-Dies'
const HOSTILE = '<b>bold</b> & "quoted" שלום'
const PASSWORD = 'a password of theirs'

const house = withOverlord({ land: false })

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
  const page = await house.start('/?win=admin')
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

  const other = await house.visit({}, null)
  await signIn(other.page, house.server.url, '/', LONG, PASSWORD)
  await other.page.getByRole('button', { name: 'More' }).click()
  expect(await other.page.getByRole('menuitem', { name: 'Administration' }).count()).toBe(0)
  await page.reload()
  await row(page, LONG).getByText('signed in 1 time').waitFor()
  await button(page, `Change ${LONG}`).click()
  await button(page, 'Sign out everywhere').click()
  await shot(page, 'admin-user-sure')
  expect(await findings(page)).toEqual([])
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
  expect(await findings(page)).toEqual([])

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
  const page = await house.start('/?win=admin', { theme: 'light' })
  await button(page, 'Invite by link').click()
  await page.getByLabel('For whom').fill(HOSTILE)
  await button(page, 'Make the link').click()
  await shot(page, 'admin-invited-light')
  const link = await once(page)
  await row(page, '<b>bold</b>').getByText('until').waitFor()
  const other = await house.visit({}, null)
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
  const page = await house.start('/?win=admin')
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
    (await fetch(`${house.server.url}/live`, { headers: { Authorization: `Bearer ${token}` } })).status
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
  const page = await house.start('/?win=admin', { theme: 'light' })
  await page.getByRole('tab', { name: 'Plugin secrets' }).click()
  await row(page, 'from the configuration').waitFor()
  await button(page, 'New secret').click()
  await page.getByLabel('For whom').fill(LONG)
  await button(page, 'Make the secret').click()
  const plugin = await Plugin.open(house.server.url, await once(page))
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
  expect(await findings(page)).toEqual([])
  await button(page, `Revoke ${LONG}`).click()
  await button(page, `Revoke ${LONG}`).click()
  await page.getByText('opens nothing any more').waitFor()
  await plugin.closed
})

test('the audit tells who did what, and is filtered', async () => {
  const page = await house.start('/?win=admin')
  const status = await page.evaluate(async () => {
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ name: 'for the audit' })
    return (await fetch('/api-admin/plugin-secrets', { method: 'POST', headers, body })).status
  })
  expect(status).toBe(201)
  await page.getByRole('tab', { name: 'Audit' }).click()
  await row(page, 'made a plugin secret').filter({ hasText: 'for the audit' }).waitFor()
  await row(page, 'signed in').first().waitFor()
  await shot(page, 'admin-audit')
  expect(await findings(page)).toEqual([])
  await page.getByLabel('What', { exact: true }).selectOption('made a plugin secret')
  await button(page, 'Show').click()
  await expect.poll(() => row(page, 'signed in').count()).toBe(0)
  await row(page, 'for the audit').waitFor()
  await page.getByLabel('Who').fill('nobody')
  await button(page, 'Show').click()
  await page.getByText('Nothing like that is written down.').waitFor()
})

/** Makes a user with all permissions, by the API. */
async function addUser(username: string): Promise<void> {
  const page = await house.start('/')
  const status = await page.evaluate(
    async body => {
      const headers = { 'Content-Type': 'application/json' }
      return (await fetch('/api-admin/users', { method: 'POST', headers, body })).status
    },
    JSON.stringify({ username, password: PASSWORD }),
  )
  expect(status).toBe(201)
  await house.leave()
}

test('one sees where one is signed in, and ends what is not here', async () => {
  await addUser('Rover')
  const [first, second] = [await house.visit({}, null), await house.visit({}, null)]
  for (const { page } of [first, second]) await signIn(page, house.server.url, '/', 'Rover', PASSWORD)
  const page = await house.start('/', {}, { user: 'Rover', password: PASSWORD })
  await page.getByRole('button', { name: 'Account' }).click()
  await button(page, 'Account and sessions').click()
  const sessions = page.locator('.sessions li')
  await expect.poll(() => sessions.count()).toBe(3)
  expect(await page.getByText('this browser').count()).toBe(1)
  await shot(page, 'account-sessions')
  expect(await findings(page)).toEqual([])
  await page
    .getByRole('button', { name: /^Sign out Chrome on Linux/ })
    .first()
    .click()
  await expect.poll(() => sessions.count()).toBe(2)
  await button(page, 'Sign out all others').click()
  await button(page, 'Sign out all others').click()
  await expect.poll(() => sessions.count()).toBe(1)
  await page.reload()
  await expect.poll(() => sessions.count()).toBe(1)
  for (const other of [first, second]) {
    await other.page.waitForURL('**/login**')
    await other.context.close()
  }
})

test('one changes the password, and signs in with the new one', async () => {
  const page = await house.start('/?win=account', { theme: 'light' }, { user: 'Rover', password: PASSWORD })
  await page.getByRole('tab', { name: 'Password' }).click()
  const fill = async (current: string, next: string, again = next) => {
    await page.getByLabel('The present one').fill(current)
    await page.getByLabel('The new one', { exact: true }).fill(next)
    await page.getByLabel('The new one again').fill(again)
    await button(page, 'Change the password').click()
  }
  await fill(PASSWORD, 'another of theirs', 'yet another of theirs')
  await page.getByText('The two are not the same.').waitFor()
  await fill('not the one', 'another of theirs')
  await page.getByText('The password is wrong.').waitFor()
  await shot(page, 'account-password-light')
  await fill(PASSWORD, 'another of theirs')
  await page.getByText('The password is changed.').waitFor()
  await page.reload()
  await page.getByRole('tab', { name: 'Sessions' }).click()
  await page.getByText('this browser').waitFor()
  await house.leave()
  const again = await house.visit({}, null)
  await signIn(again.page, house.server.url, '/', 'Rover', 'another of theirs')
})

test('a second factor is set up, asked for, and switched off', async () => {
  await addUser('Careful')
  const page = await house.start('/?win=account', { theme: 'light' }, { user: 'Careful', password: PASSWORD })
  await page.getByRole('tab', { name: 'Second factor' }).click()
  await page.getByLabel('Your password').fill('wrong')
  await button(page, 'Set it up').click()
  await page.getByText('The password is wrong.').waitFor()
  await page.getByLabel('Your password').fill(PASSWORD)
  await button(page, 'Set it up').click()
  const secret = await page.locator('.win .code code').innerText()
  await page.getByRole('img', { name: 'The picture for the app' }).waitFor()
  await shot(page, 'account-factor-light')
  expect(await findings(page)).toEqual([])
  await page.getByLabel('The code that the app shows now').fill('000000')
  await button(page, 'Take it into use').click()
  await page.getByText('The code is wrong').waitFor()
  await page.getByLabel('The code that the app shows now').fill(totp(secret))
  await button(page, 'Take it into use').click()
  await expect.poll(() => page.locator('.codes li').count()).toBe(10)
  const [code, spare] = await page.locator('.codes li').allInnerTexts()
  await shot(page, 'account-codes-light')
  expect(await findings(page)).toEqual([])
  await page.emulateMedia({ media: 'print' })
  await shot(page, 'account-codes-printed')
  await page.emulateMedia({ media: 'screen' })
  await button(page, 'Done').click()
  await page.getByText('10 recovery codes are left.').waitFor()
  await house.leave()

  const { page: later } = await house.visit({}, null)
  await later.goto(`${house.server.url}/login?next=/%3Fwin=account`)
  await later.getByLabel('Name').fill('Careful')
  await later.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await later.keyboard.press('Enter')
  await later.getByLabel('Code').fill(code!)
  await later.keyboard.press('Enter')
  await later.getByRole('tab', { name: 'Second factor' }).click()
  await later.getByText('9 recovery codes are left.').waitFor()
  await later.getByLabel('Your password').fill(PASSWORD)
  await later.getByLabel('A code, or a recovery code').fill(spare!)
  await button(later, 'Switch off').click()
  await later.getByText('Signing in takes your password alone now.').waitFor()
  await button(later, 'Set it up').waitFor()
})

test('on a phone', async () => {
  const page = await house.start('/?win=admin', PHONE)
  await rows(page).first().waitFor()
  await shot(page, 'phone-admin-users')
  await page.getByRole('tab', { name: 'Audit' }).tap()
  await rows(page).first().waitFor()
  await shot(page, 'phone-admin-audit')
  await button(page, 'Close: Administration').tap()
  await page.getByRole('button', { name: 'Account' }).tap()
  await button(page, 'Account and sessions').tap()
  await page.getByRole('tab', { name: 'Password' }).tap()
  await shot(page, 'phone-account')
  expect(await findings(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
