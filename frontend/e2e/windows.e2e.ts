import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, shot } from './browser.ts'
import { withOverlord } from './house.ts'

// Windows over the map, against the real server: what a plugin says shows, and shows again after a reload.

const house = withOverlord({ land: false })

beforeAll(() => {
  for (const [index, name] of ['Larsa Mossfoot', 'Osric Tanglewood', 'Ysolde Farrow'].entries()) {
    house.plugin.online(name, { ew: 33 + index, kills: 0 })
    house.plugin.stay(name, { ew: 33 + index, kills: 100 * (index + 1) })
  }
})

const win = (page: Page, title: string) => page.locator('.win').filter({ hasText: title })
const boxOf = async (page: Page, title: string) => (await win(page, title).boundingBox())!

test('chat shows what is said, as text, and again after a reload', async () => {
  const page = await house.start('/')
  await page.getByRole('button', { name: 'Chat' }).click()
  await page.getByText('What any character hears appears here').waitFor()
  const hostile = '[Allegiance] <img src=x onerror=alert(1)> says, "\u202Eevil" 😀'
  house.plugin.send({ type: 'chat', character_name: 'Larsa Mossfoot', text: hostile, channel: 'Allegiance' })
  house.plugin.send({ type: 'chat', character_name: 'Larsa Mossfoot', text: 'You say, "moss"' })
  await page.getByText(hostile).waitFor()
  await page.getByRole('button', { name: 'Local' }).click()
  await expect.poll(() => page.locator('.chat-text').allInnerTexts()).toEqual(['You say, "moss"'])
  await expect.poll(() => new URL(page.url()).searchParams.getAll('win')).toEqual(['chat'])
  await page.reload()
  await page.getByText(hostile).waitFor()
  await shot(page, 'window-chat')
})

test('a command goes to the plugin of whom it is for, and the answer is told', async () => {
  const page = await house.start('/?win=chat')
  await page.getByLabel('Who says it').selectOption('Osric Tanglewood')
  await page.getByLabel('Say something').fill('/mm status')
  await page.keyboard.press('Enter')
  await page.getByText('Sent to Osric Tanglewood.').waitFor()
  await expect
    .poll(() => house.plugin.received)
    .toContainEqual({ player_name: 'Osric Tanglewood', command: '/mm status' })
})

test('leaderboards sort by what is chosen, and follow on a click', async () => {
  const page = await house.start('/?win=leaderboards')
  const names = () => page.locator('.leaders .cut').allInnerTexts()
  await expect.poll(names).toEqual(['Ysolde Farrow', 'Osric Tanglewood', 'Larsa Mossfoot'])
  await page.getByRole('button', { name: 'Osric Tanglewood' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('follow')).toBe('Osric Tanglewood')
  await page.reload()
  await expect.poll(names).toEqual(['Ysolde Farrow', 'Osric Tanglewood', 'Larsa Mossfoot'])
})

test('rares tell great from common ones, newest first, and again after a reload', async () => {
  const page = await house.start('/?win=rares')
  await page.getByText('No rare has been found yet.').waitFor()
  const rare = { type: 'rare', character_name: 'Larsa Mossfoot', ew: 33.6, ns: 42.1 }
  house.plugin.send({ ...rare, name: 'Pearl of Acid Baning' })
  house.plugin.send({
    ...rare,
    name: 'Shimmering Skeleton Key',
    timestamp: new Date(Date.now() + 1000).toISOString(),
  })
  const names = () => page.locator('.rares-name').allInnerTexts()
  await expect.poll(names).toEqual(['Shimmering Skeleton Key', 'Pearl of Acid Baning'])
  await page.getByText('2 today, 2 of all time').waitFor()
  await page.reload()
  await expect.poll(names).toEqual(['Shimmering Skeleton Key', 'Pearl of Acid Baning'])
  await shot(page, 'window-rares')
  await page.getByRole('tab', { name: 'Great' }).click()
  await expect.poll(names).toEqual(['Shimmering Skeleton Key'])
  await page.getByRole('tab', { name: 'Common' }).click()
  await expect.poll(names).toEqual(['Pearl of Acid Baning'])
})

test('windows are dragged, sized, stacked, torn apart, tiled and closed', async () => {
  const page = await house.start('/?win=chat&win=leaderboards')
  const bar = (title: string) => win(page, title).locator('.win-bar')
  const before = await boxOf(page, 'Chat')
  await bar('Chat').hover({ position: { x: 150, y: 10 } })
  await page.mouse.down()
  await page.mouse.move(before.x - 140, before.y + 120, { steps: 5 })
  await page.mouse.up()
  await expect.poll(async () => (await boxOf(page, 'Chat')).x).toBeLessThan(before.x - 100)
  const moved = await boxOf(page, 'Chat')
  await page.mouse.move(moved.x + moved.width - 1, moved.y + moved.height - 1)
  await page.mouse.down()
  await page.mouse.move(moved.x + moved.width + 60, moved.y + moved.height + 50, { steps: 4 })
  await page.mouse.up()
  await expect.poll(async () => (await boxOf(page, 'Chat')).width - moved.width).toBeGreaterThan(40)
  const sized = await boxOf(page, 'Chat')
  await page.reload()
  await win(page, 'Chat').waitFor()
  await expect.poll(() => boxOf(page, 'Chat')).toEqual(sized)

  const onto = await boxOf(page, 'Leaderboards')
  await bar('Chat').hover({ position: { x: 150, y: 10 } })
  await page.mouse.down()
  await page.mouse.move(onto.x + 60, onto.y + 12, { steps: 6 })
  await page.mouse.up()
  await expect.poll(() => page.locator('.win').count()).toBe(1)
  await page.getByRole('tab', { name: 'Leaderboards' }).click()
  await page.locator('.leaders').waitFor()
  const tab = (await page.getByRole('tab', { name: 'Chat' }).boundingBox())!
  await page.mouse.move(tab.x + 20, tab.y + 10)
  await page.mouse.down()
  await page.mouse.move(tab.x - 400, tab.y + 200, { steps: 6 })
  await page.mouse.up()
  await expect.poll(() => page.locator('.win').count()).toBe(2)

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Side by side' }).click()
  const between = async () => {
    const [a, b] = [await boxOf(page, 'Chat'), await boxOf(page, 'Leaderboards')]
    return Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width)
  }
  await expect.poll(between).toBeGreaterThanOrEqual(0)
  await shot(page, 'windows-tiled')
  await page.locator('.map-surface').focus()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.win').count()).toBe(1)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.win').count()).toBe(0)
})

test('a window behind another one costs nothing, and tells what came meanwhile once it is seen', async () => {
  const page = await house.start('/?win=chat&win=leaderboards')
  await win(page, 'Leaderboards')
    .locator('.win-bar')
    .dblclick({ position: { x: 150, y: 10 } })
  await expect.poll(() => page.locator('.chat-filter').isVisible()).toBe(false)
  house.plugin.send({ type: 'chat', character_name: 'Larsa Mossfoot', text: 'You say, "behind it"' })
  await win(page, 'Leaderboards')
    .getByRole('button', { name: /^Close/ })
    .click()
  await page.getByText('You say, "behind it"').waitFor()
})

test('the keyboard alone opens, moves and closes a window', async () => {
  const page = await house.start('/')
  await page.getByRole('button', { name: 'More' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Leaderboards' }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  const chosen = () => page.evaluate(() => document.activeElement?.textContent)
  while ((await chosen()) !== 'Leaderboards') await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await win(page, 'Leaderboards').waitFor()
  const before = await boxOf(page, 'Leaderboards')
  await win(page, 'Leaderboards').locator('.win-bar').focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(async () => (await boxOf(page, 'Leaderboards')).x).toBe(before.x - 32)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.win').count()).toBe(0)
})

test('on a phone a window is a sheet over everything', async () => {
  const page = await house.start('/', { ...PHONE, theme: 'light' })
  await page.getByRole('button', { name: 'More' }).tap()
  await shot(page, 'phone-more')
  await page.getByRole('menuitem', { name: 'Leaderboards' }).tap()
  await page.locator('.leaders').waitFor()
  await shot(page, 'phone-leaderboards')
  await page.getByRole('button', { name: 'Close: Leaderboards' }).tap()
  await page.locator('.bottom').getByRole('button', { name: 'Chat' }).tap()
  await page.locator('.chat-lines, .win-note').first().waitFor()
  await shot(page, 'phone-chat')
})
