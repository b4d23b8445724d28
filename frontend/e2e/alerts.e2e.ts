import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { PHONE, shot } from './browser.ts'
import { withOverlord } from './house.ts'

// Alerts and their rules, and the issue board, against the real server.

const LONG = 'Bartholomew of the Exceedingly Long Name Who Never Dies In Vain'
const HOSTILE = '<img src=x onerror=alert(1)> \u202Eevil\u202C 😀'

const house = withOverlord({ settings: { ALERT_GRACE_MINUTES: '0' }, land: false })

beforeAll(() => {
  for (const name of ['Larsa Mossfoot', 'Osric Tanglewood', LONG]) house.plugin.online(name, { deaths: 0 })
})

const rows = (page: Page) => page.locator('.alerts-text').allInnerTexts()
const rules = (page: Page) => page.locator('.rules li').allInnerTexts()

test('the bell counts what came since, and the window shows it, again after a reload', async () => {
  const page = await house.start('/')
  const bell = page.locator('.bell')
  await bell.and(page.getByRole('button', { name: 'Alerts', exact: true })).waitFor()
  await page.waitForFunction(() => localStorage.getItem('alerts-seen') !== null)
  house.plugin.online('Larsa Mossfoot', { deaths: 1 })
  house.plugin.send({ type: 'rare', character_name: LONG, name: HOSTILE, ew: 33.6, ns: 42.1 })
  await page.getByRole('button', { name: 'Alerts: 2 new ones since you looked' }).waitFor()
  await shot(page, 'alerts-bell')
  await bell.click()
  await expect.poll(() => rows(page)).toContain('Larsa Mossfoot died')
  await expect
    .poll(async () => (await rows(page)).sort())
    .toEqual([`${LONG} found ${HOSTILE}`, 'Larsa Mossfoot died'])
  await page.getByText('Alerts are listed here, and not sent to Discord').waitFor()
  await expect.poll(() => bell.innerText()).toBe('')
  await page.reload()
  await expect.poll(() => rows(page)).toContain('Larsa Mossfoot died')
  await expect.poll(() => bell.innerText()).toBe('')
  await shot(page, 'alerts-dark')
  expect(await findings(page)).toEqual([])
  await page.getByLabel('Kind').selectOption('Great rares')
  await expect.poll(() => rows(page)).toEqual([`${LONG} found ${HOSTILE}`])
  await page.getByLabel('Character').selectOption('Larsa Mossfoot')
  await page.getByText('No alert is like that.').waitFor()
})

test('a rule is made, refused, changed, paused, deleted and put back', async () => {
  const page = await house.start('/?win=alerts', { theme: 'light' })
  await page.getByRole('tab', { name: 'Rules' }).click()
  await page.getByText('There are no rules').waitFor()
  await page.getByRole('button', { name: 'New rule' }).click()
  await page.getByLabel('Kind').selectOption('Idling')
  await page.getByLabel('Character').fill(LONG)
  await page.getByLabel('Minutes without a kill or a step').fill('0')
  await page.getByRole('button', { name: 'Make the rule' }).click()
  await page.getByText('It must be a whole number from 1 to').waitFor()
  await shot(page, 'alerts-refused-light')
  await page.getByLabel('Minutes without a kill or a step').fill('7')
  await page.getByLabel('Quiet hours').check()
  await page.getByLabel('From').fill('22:30')
  await page.getByLabel('To', { exact: true }).fill('06:00')
  await page.getByLabel('Time zone').fill('Middle/Earth')
  await page.getByRole('button', { name: 'Make the rule' }).click()
  await page.getByText('It must be a name such as Europe/Stockholm').waitFor()
  await page.getByLabel('Time zone').fill('Europe/Stockholm')
  await shot(page, 'alerts-form-light')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Make the rule' }).click()
  const says = 'after 7 min · quiet 22:30 to 06:00, Europe/Stockholm'
  await page.getByText(says).waitFor()

  await page.getByRole('button', { name: 'New rule' }).click()
  await page.getByLabel('Kind').selectOption('Idling')
  await page.getByLabel('Character').fill(LONG)
  await page.getByRole('button', { name: 'Make the rule' }).click()
  await page.getByText('There is a rule for this kind and character').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: `Change: Idling, ${LONG}` }).click()
  await page.getByLabel('Minutes without a kill or a step').fill('9')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(says.replace('7', '9')).waitFor()
  await page.getByRole('button', { name: `Pause: Idling, ${LONG}` }).click()
  await page.getByText('paused: no such alerts').waitFor()
  await page.reload()
  await page.getByRole('tab', { name: 'Rules' }).click()
  await page.getByText('paused: no such alerts').waitFor()
  await shot(page, 'alerts-rules-light')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: `Resume: Idling, ${LONG}` }).click()
  await page.getByText(says.replace('7', '9')).waitFor()
  await page.getByRole('button', { name: `Delete: Idling, ${LONG}` }).click()
  await page.getByText('There are no rules').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(says.replace('7', '9')).waitFor()
  await page.reload()
  await page.getByRole('tab', { name: 'Rules' }).click()
  await expect.poll(() => rules(page)).toHaveLength(1)
})

test('an issue is written down, refused, said something about, resolved, edited and deleted', async () => {
  const page = await house.start('/?win=issues', { theme: 'light' })
  const titles = () => page.locator('.issues-title').allInnerTexts()
  await page.getByText('No issue is open.').waitFor()
  await page.getByRole('button', { name: 'New issue' }).click()
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.getByText('It wants 1 to 200').or(page.getByText('has 0 characters')).waitFor()
  await page.getByLabel('Title').fill(HOSTILE)
  await page.getByLabel('Category').fill('Map')
  await page.getByLabel('Description').fill(`First line\n\n${'long'.repeat(2000)}`)
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.getByText('Nobody has said anything about it yet.').waitFor()
  await page.getByLabel('Comment').fill('Mine too.\n<script>alert(1)</script>')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.locator('.issue-comments').getByText('<script>alert(1)</script>').waitFor()
  await page.getByLabel('Status').selectOption('In progress')
  await page.locator('.issues-more').getByText('In progress').waitFor()
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await page.getByText('No issue is open.').waitFor()
  // What somebody else writes is there at once: the socket tells of it.
  const write = (path: string, method: string, body: object) =>
    page.evaluate(
      async ([path, method, body]) => {
        const headers = { 'Content-Type': 'application/json' }
        const answer = await fetch(path, { method, headers, body })
        return (await answer.json()).id as number
      },
      [path, method, JSON.stringify(body)] as const,
    )
  const other = await write('/issues', 'POST', { title: 'Of somebody else' })
  await page.getByText('Of somebody else').waitFor()
  await write(`/issues/${other}`, 'DELETE', {})
  await page.getByText('No issue is open.').waitFor()
  await page.reload()
  await page.getByRole('tab', { name: 'In progress' }).click()
  await expect.poll(titles).toEqual([HOSTILE])
  await page.getByText('1 comment').waitFor()
  await page.locator('.issues button').click()
  await page.getByText('Mine too.').waitFor()
  await shot(page, 'issues-light')
  expect(await findings(page)).toEqual([])

  // Somebody else changes it while it is being edited.
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.evaluate(async () => {
    const { issues } = await (await fetch('/issues')).json()
    await fetch(`/issues/${issues[0].id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ category: 'Elsewhere' }),
    })
  })
  await page.getByLabel('Title').fill('A plain title')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Somebody else has changed it meanwhile').waitFor()
  await shot(page, 'issues-conflict-light')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'A plain title' }).waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('The issue is gone: A plain title.').waitFor()
  await page.getByText('No issue is like that.').waitFor()
})

test('who may not edit reads the rules and is offered no forms', async () => {
  const reader = { username: 'reader', password: 'only-reads-here', permissions: ['view'] }
  const { status } = await house.ask('POST', '/api-admin/users', reader)
  expect(status).toBe(201)
  const page = await house.start('/?win=alerts', {}, { user: 'reader', password: 'only-reads-here' })
  await page.getByRole('tab', { name: 'Rules' }).click()
  await page.getByText('Without a rule every kind is sent').waitFor()
  expect(await page.locator('.win .rules button, .win-foot').count()).toBe(0)
  await page.goto(`${house.server.url}/?win=issues`)
  await page.getByRole('tab', { name: 'Resolved' }).waitFor()
  expect(await page.getByRole('button', { name: 'New issue' }).count()).toBe(0)
  await page.goto(`${house.server.url}/?win=admin`)
  await page.getByText('You may not use this, or this server does not offer it.').waitFor()
})

test('the board on a phone', async () => {
  const page = await house.start('/?win=issues', PHONE)
  await page.getByRole('button', { name: 'New issue' }).tap()
  await page.getByLabel('Title').fill(`${LONG} ${'w'.repeat(130)}`)
  await page.getByLabel('Category').fill('a category of sixty-four characters at the most, as long as it is')
  await page.getByRole('button', { name: 'Write it down' }).tap()
  await page.locator('.entry-note.bad').waitFor()
  await page.getByLabel('Category').fill('a category of nearly sixty-four characters, so very long')
  await page.getByRole('button', { name: 'Write it down' }).tap()
  await page.getByText('Nobody has said anything about it yet.').waitFor()
  await shot(page, 'phone-issue')
  await page.getByRole('button', { name: 'Back to the list' }).tap()
  await page.locator('.issues button').waitFor()
  await shot(page, 'phone-issues')
  expect(await findings(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

test('on a phone the bell, the list and the form have room for a finger', async () => {
  house.plugin.online('Osric Tanglewood', { deaths: 1 })
  const rule = { kind: 'idle', character_name: 'Osric Tanglewood', settings: { minutes: 8 } }
  expect((await house.ask('POST', '/alerts/rules', rule)).status).toBe(201)
  const page = await house.start('/', PHONE)
  await page.locator('.bell').tap()
  await expect.poll(() => rows(page)).toContain('Osric Tanglewood died')
  await shot(page, 'phone-alerts')
  expect(await findings(page)).toEqual([])
  await page.getByRole('tab', { name: 'Rules' }).tap()
  await page.getByRole('button', { name: 'Change: Idling, Osric Tanglewood' }).tap()
  await page.getByLabel('Quiet hours').waitFor()
  await shot(page, 'phone-alerts-form')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
