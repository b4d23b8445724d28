import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { STAY_TO_ACT, toasts } from './toasts'

const texts = () => toasts.get().map(toast => toast.text)

describe('toasts', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    for (const { id } of toasts.get()) toasts.close(id)
    vi.useRealTimers()
  })

  test('leave by themselves, refusals later', () => {
    toasts.show({ text: 'saved' })
    toasts.show({ text: 'refused', tone: 'bad' })
    vi.advanceTimersByTime(6000)
    expect(texts()).toEqual(['refused'])
    vi.advanceTimersByTime(6000)
    expect(texts()).toEqual([])
  })

  test('stay while they are held', () => {
    const id = toasts.show({ text: 'removed' })
    toasts.hold(id)
    vi.advanceTimersByTime(60_000)
    expect(texts()).toEqual(['removed'])
    toasts.release(id)
    vi.advanceTimersByTime(6000)
    expect(texts()).toEqual([])
  })

  test('stay longer where something can be done about them', () => {
    toasts.show({ text: 'removed', action: { label: 'Undo', run: () => {} } })
    vi.advanceTimersByTime(STAY_TO_ACT - 1)
    expect(texts()).toEqual(['removed'])
    vi.advanceTimersByTime(1)
    expect(texts()).toEqual([])
  })

  test('are never more than can be read', () => {
    for (const text of ['1', '2', '3', '4', '5', '6']) toasts.show({ text })
    expect(texts()).toEqual(['3', '4', '5', '6'])
  })
})
