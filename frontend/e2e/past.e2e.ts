import type { Page, Response } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { shot } from './browser.ts'
import { until, withOverlord } from './house.ts'

// What lies over the map while a time of the past is shown, against the real server.

const house = withOverlord({ land: false })

const HOUR = 3_600_000
const THEN = new Date(Date.now() - 5 * HOUR)

beforeAll(async () => {
  house.plugin.stay('Old Peat', { ew: 20, ns: 40 })
  for (let i = 0; i < 20; i++) {
    house.plugin.send({ type: 'spawn', character_name: 'Old Peat', mob: 'Banderling', ew: 30, ns: 40 })
  }
  await until(async () => {
    const { spawn_points: points } = await (await house.ask('GET', '/spawns/heatmap?hours=1')).json()
    return points[0]?.intensity === 20
  })
})

async function heat(page: Page, act: () => Promise<unknown>): Promise<{ ew: number; intensity: number }[]> {
  const [answer] = await Promise.all([
    page.waitForResponse((response: Response) => response.url().includes('/spawns/heatmap')),
    act(),
  ])
  return ((await answer.json()) as { spawn_points: { ew: number; intensity: number }[] }).spawn_points
}

test('the heat is that of the time that is shown, and of now again after it', async () => {
  const { page } = await house.visit()
  const then = THEN.toISOString().slice(0, 19)
  const past = await heat(page, () => house.go(page, `/?layers=heat&hours=1&t=${then}Z&at=40N,25E&zoom=20`))
  expect(past).toEqual([])
  await page.getByRole('button', { name: 'Layers' }).click()
  const within = () => page.getByLabel('Within').locator('option:checked').innerText()
  await expect.poll(within).toBe('that hour')
  await page.getByText('None appeared within that time.').waitFor()
  await shot(page, 'past-heat-dark')
  const now = await heat(page, () => page.getByRole('button', { name: 'Back to live' }).click())
  expect(now).toMatchObject([{ ew: 30, intensity: 20 }])
  await expect.poll(within).toBe('last hour')
})
