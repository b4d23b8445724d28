import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { frames, settled, shot, signIn } from './browser.ts'
import { withStandIn } from './house.ts'
import { PASSWORD, USER } from './standin/server.ts'

const house = withStandIn(5, { land: false })
let page: Page

beforeEach(async () => {
  house.server.failing = null
  house.server.code = null
  page = (await house.visit({ theme: 'light' }, null)).page
})

const alert = () => page.getByRole('alert')
const focused = () => page.evaluate(() => document.activeElement?.id)

async function submit(user: string, password: string): Promise<void> {
  await page.getByLabel('Name').fill(user)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

test('somebody unknown is led to the login, and back to where they wanted to go', async () => {
  await page.goto(`${house.server.url}/?follow=Old+Peat&zoom=9`)
  await page.waitForURL('**/login?next=*')
  await submit(USER, PASSWORD)
  await page.getByRole('application').waitFor()
  expect(new URL(page.url()).searchParams.get('follow')).toBe('Old Peat')
})

test('the cursor waits in the name, and an empty field is named', async () => {
  await page.goto(`${house.server.url}/login`)
  await expect.poll(focused).toBe('username')
  await page.keyboard.press('Enter')
  await alert().getByText('Enter your name').waitFor()
  await page.getByLabel('Name').fill('edda')
  await page.keyboard.press('Enter')
  await alert().getByText('Enter your password').waitFor()
  await expect.poll(focused).toBe('password')
})

test('a wrong password is said plainly, and can be typed over at once', async () => {
  await page.goto(`${house.server.url}/login`)
  await submit(USER, 'wrong')
  await alert().getByText('do not match').waitFor()
  await expect.poll(focused).toBe('password')
  await shot(page, 'login-wrong-light')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('application').waitFor()
})

test('a second factor is asked for once the password was right', async () => {
  house.server.code = '123456'
  await page.goto(`${house.server.url}/login`)
  expect(await page.getByLabel('Code').count()).toBe(0)
  await submit(USER, PASSWORD)
  await alert().getByText('recovery code').waitFor()
  await expect.poll(focused).toBe('code')
  await page.keyboard.type('111111')
  await page.keyboard.press('Enter')
  // Refused, which selects it, so that it can be typed over.
  const selected = () => page.evaluate(() => String(getSelection()))
  await expect.poll(selected).toBe('111111')
  await page.keyboard.type('123456')
  await page.keyboard.press('Enter')
  await page.getByRole('application').waitFor()
})

test('an invitation makes an account, and leads in', async () => {
  await page.goto(`${house.server.url}/login#invitation=mwi_good`)
  await page.getByText('You were invited').waitFor()
  await submit('Edda', 'short')
  await alert().getByText('It is shorter than 10 bytes.').waitFor()
  await submit('Edda', 'long enough for her')
  await page.getByRole('application').waitFor()
  await expect.poll(() => page.url()).not.toContain('invitation')
})

test.each([
  [429, 40, 'Wait 40 seconds'],
  [503, 5, 'database is away'],
  [500, undefined, '(500)'],
])('a %i is explained', async (status, retryAfter, message) => {
  await page.goto(`${house.server.url}/login`)
  house.server.failing = { status, ...(retryAfter ? { retryAfter } : {}) }
  await submit(USER, PASSWORD)
  await alert().getByText(message).waitFor()
})

test('a server that does not answer is explained', async () => {
  await page.goto(`${house.server.url}/login`)
  // What the page keeps for such moments has come before the network goes.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await page.context().setOffline(true)
  await submit(USER, PASSWORD)
  await alert().getByText('does not answer').waitFor()
})

test('the password can be shown', async () => {
  await page.goto(`${house.server.url}/login`)
  await page.getByLabel('Password', { exact: true }).fill('abc')
  await page.getByRole('button', { name: 'Show the password' }).click()
  await expect.poll(() => page.locator('#password').getAttribute('type')).toBe('text')
})

test('signing out leads to the login; an ended session does so by itself', async () => {
  await signIn(page, house.server.url)
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByText('Version 2026.5.4').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('**/login**')
  await signIn(page, house.server.url)
  await page.context().clearCookies()
  await page.waitForURL('**/login**')
})

test('how it looks', async () => {
  page = (await house.visit({ theme: 'light', land: true }, null)).page
  await page.goto(`${house.server.url}/login`)
  await page.getByText('Version 2026').waitFor()
  await settled(page)
  await shot(page, 'login-light')
  await page.emulateMedia({ colorScheme: 'dark' })
  // The next frame notices that tiles of the other theme are missing.
  await frames(page, 30)
  await settled(page)
  await shot(page, 'login-dark')
  await page.setViewportSize({ width: 390, height: 844 })
  await shot(page, 'login-phone-dark')
})
