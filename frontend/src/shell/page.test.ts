// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PageStore } from './page'

let store: PageStore

function opened(search: string): PageStore {
  history.replaceState(null, '', `/${search}`)
  store = new PageStore()
  return store
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})

afterEach(() => {
  store.close()
  vi.useRealTimers()
})

describe('what is chosen on the page', () => {
  test('begins with what the link says', () => {
    const { followed, tags, sort } = opened('?follow=Old+Peat&tag=hunt-a&sort=name').get()
    expect([followed, tags, sort.key]).toEqual(['Old Peat', ['hunt-a'], 'name'])
  })

  test('is written to the address a moment later, many changes once', () => {
    opened('')
    const written = vi.spyOn(history, 'replaceState')
    for (const text of ['m', 'mu', 'mul', 'mule']) store.change({ text })
    vi.advanceTimersByTime(400)
    expect(written).toHaveBeenCalledTimes(1)
    expect(location.search).toBe('?q=mule')
  })

  test('is not written any more once the page is left', () => {
    opened('')
    store.change({ text: 'mule' })
    store.close()
    history.replaceState(null, '', '/login')
    vi.advanceTimersByTime(1000)
    expect(location.pathname + location.search).toBe('/login')
  })

  test('whoever was followed stays pointed out', () => {
    opened('')
    store.follow('A')
    expect(store.get()).toMatchObject({ followed: 'A', selected: 'A' })
    store.follow(null)
    expect(store.get()).toMatchObject({ followed: null, selected: 'A' })
  })

  test('the roster is as it was left', () => {
    opened('')
    store.change({ rosterOpen: false })
    expect(opened('').get().rosterOpen).toBe(false)
  })
})
