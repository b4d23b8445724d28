import { beforeAll, test } from 'vitest'
import { LOOKED_AT, PHONE, settled, shot, type View } from './browser.ts'
import { withStandIn } from './house.ts'

// Pictures of everything that is to be looked at before a release, in e2e/shots. Where nobody looks, the land is
// painted once for each theme, density and nearness.

const house = withStandIn(60, { land: LOOKED_AT })

beforeAll(() => {
  house.server.makeHistory()
})

const desktop: View = { width: 1440, height: 900 }
const painted: View = { ...desktop, land: true }
const large: View = { width: 1920, height: 1080 }

const cases: [name: string, count: number, view: View, path: string][] = [
  ['map-dark-60', 60, painted, '/'],
  ['map-light-60', 60, { ...painted, theme: 'light' }, '/?at=26.5N,27E&zoom=6.35'],
  ['follow-dark-60', 60, desktop, '/?follow=Larsa+Mossfoot&zoom=20'],
  ['map-dark-1', 1, desktop, '/'],
  ['map-dark-200', 200, large, '/'],
  ['map-light-200', 200, { ...large, theme: 'light' }, '/'],
  ['empty-dark', 0, desktop, '/'],
  ['empty-light', 0, { ...desktop, theme: 'light' }, '/'],
  ['phone-dark-60', 60, { ...PHONE, land: true }, '/?follow=Larsa+Mossfoot&zoom=8.2&tag=hunt-a'],
  ['phone-light-60', 60, { ...PHONE, theme: 'light' }, '/'],
  ['phone-dark-0', 0, PHONE, '/'],
  ['zoomed-page-dark-60', 60, { width: 960, height: 600, density: 1.5, land: true }, '/'],
  ['close-dark-60', 60, painted, '/?at=49.9N,73.1W&zoom=120'],
]

test.each(cases)('%s', async (name, count, view, path) => {
  if (house.server.world.characters.length !== count) house.server.setCount(count)
  const page = await house.start(path, view)
  await settled(page)
  await shot(page, name)
})
