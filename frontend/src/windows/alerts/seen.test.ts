// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'

// What is known is kept in the module: each test begins as a page that was just loaded.
async function load() {
  vi.resetModules()
  return (await import('./seen')).seen
}

beforeEach(() => localStorage.clear())

test('nobody has looked from a browser that knows nothing, and the next visit remembers', async () => {
  const seen = await load()
  expect(seen.get()).toBeNull()
  seen.upTo(7)
  expect(seen.get()).toBe(7)
  expect((await load()).get()).toBe(7)
})

test('it never goes back, and tells only of what is new', async () => {
  const seen = await load()
  const heard = vi.fn()
  const off = seen.subscribe(heard)
  seen.upTo(7)
  seen.upTo(5)
  seen.upTo(7)
  expect([seen.get(), heard.mock.calls.length]).toEqual([7, 1])
  off()
})

test('looking in another tab counts here as well', async () => {
  const seen = await load()
  seen.upTo(3)
  const heard = vi.fn()
  const off = seen.subscribe(heard)
  localStorage.setItem('alerts-seen', '9')
  window.dispatchEvent(new StorageEvent('storage', { key: 'alerts-seen' }))
  expect([seen.get(), heard.mock.calls.length]).toEqual([9, 1])
  off()
})

test('what another version wrote is nothing', async () => {
  localStorage.setItem('alerts-seen', 'nonsense')
  expect((await load()).get()).toBeNull()
})
