import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, picture, shot } from './browser.ts'
import { withStandIn } from './house.ts'

// Following several at once.

const house = withStandIn(60, { land: false })

beforeAll(() => {
  house.server.makeHistory()
})

const query = (page: Page) => new URL(page.url()).searchParams
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

test('rows chosen with Ctrl and Shift are followed together, and again after a reload', async () => {
  const page = await house.start('/?sort=name')
  await row(page, 'Ansel Brightmoor').click()
  await row(page, 'Asha bint Daud').click({ modifiers: ['Control'] })
  await expect.poll(() => query(page).getAll('with')).toEqual(['Ansel Brightmoor', 'Asha bint Daud'])
  await page.getByLabel('Following 2 together').waitFor()
  await page.reload()
  await page.getByLabel('Following 2 together').waitFor()
  await expect.poll(() => page.getByRole('row', { selected: true }).count()).toBe(2)
  await picture(page, 'group-two-dark')
  await row(page, 'Ansel Brightmoor').click({ modifiers: ['Control'] })
  await expect.poll(() => query(page).get('follow')).toBe('Asha bint Daud')
  await page.keyboard.press('Escape')
  await expect.poll(() => query(page).has('with') || query(page).has('follow')).toBe(false)
})

test('everybody with a tag is kept in view', async () => {
  const page = await house.start('/?tag=hunt-a', { theme: 'light' })
  await page.getByRole('button', { name: 'Follow 9' }).click()
  await page.getByLabel('Following hunt-a').waitFor()
  await expect.poll(() => query(page).get('withtag')).toBe('hunt-a')
  // They hunt within three units: the map has gone near, and far enough for all of them.
  await picture(page, 'group-tag-light')
  await page.mouse.move(900, 500)
  await page.mouse.down()
  await page.mouse.move(850, 480, { steps: 5 })
  await page.mouse.up()
  await expect.poll(() => query(page).has('withtag')).toBe(false)
})

test('] and [ go to the next and the one before', async () => {
  const page = await house.start('/?sort=name')
  await row(page, 'Ansel Brightmoor').waitFor()
  await page.keyboard.press(']')
  await expect.poll(() => query(page).get('follow')).not.toBeNull()
  const first = query(page).get('follow')
  await page.keyboard.press(']')
  await expect.poll(() => query(page).get('follow')).not.toBe(first)
  await page.keyboard.press('[')
  await expect.poll(() => query(page).get('follow')).toBe(first)
})

test('on a phone several are chosen by tapping their rows', async () => {
  const page = await house.start('/?sort=name', PHONE)
  await row(page, 'Ansel Brightmoor').waitFor()
  await page.getByRole('button', { name: 'Several' }).tap()
  for (const name of ['Ansel Brightmoor', 'Asha bint Daud', 'Bashir Emberhand']) await row(page, name).tap()
  await page.getByRole('button', { name: 'Done, 3' }).waitFor()
  await row(page, 'Asha bint Daud').tap()
  await expect.poll(() => query(page).getAll('with')).toEqual(['Ansel Brightmoor', 'Bashir Emberhand'])
  await shot(page, 'group-phone-dark')
  await page.getByRole('button', { name: 'Done, 2' }).tap()
  await page.getByLabel('Following 2 together').waitFor()
  // A tap means one again.
  await row(page, 'Asha bint Daud').tap()
  await expect.poll(() => query(page).get('follow')).toBe('Asha bint Daud')
  await expect.poll(() => query(page).getAll('with')).toEqual([])
})
