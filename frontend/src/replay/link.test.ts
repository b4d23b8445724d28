import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { PageStore } from '../shell/page'
import { linkReplay } from './link'
import { DEFAULT_LINK, Replay, type ReplayLink } from './replay'

const NOW = Date.UTC(2026, 4, 4, 18, 21, 7)
const HOUR = 3_600_000

describe('the address bar', () => {
  let told: ReplayLink[]
  let replay: Replay
  let off: () => void

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] })
    told = []
    let link = DEFAULT_LINK
    const page = {
      get: () => ({ replay: link }),
      change: (part: { replay: ReplayLink }) => {
        link = part.replay
        told.push(link)
      },
    } as unknown as PageStore
    replay = new Replay({ fetchJson: () => new Promise(() => {}), now: Date.now })
    off = linkReplay(replay, page)
    return () => {
      vi.useRealTimers()
    }
  })

  test('follows what is chosen, at once', () => {
    replay.seek(NOW - HOUR)
    replay.setSpan('7d')
    replay.setSpeed(600)
    expect(told.at(-1)).toEqual({ time: NOW - HOUR, span: '7d', speed: 600 })
    replay.live()
    expect(told.at(-1)!.time).toBeNull()
  })

  test('is not written for what no link says', () => {
    replay.setOpen(true)
    replay.setOpen(false)
    expect(told).toEqual([])
  })

  test('while it plays, follows every few seconds only', () => {
    replay.seek(NOW - HOUR)
    replay.play()
    const before = told.length
    for (let i = 0; i < 40; i++) {
      vi.advanceTimersByTime(250)
      // Each a place of its own, as playing does.
      replay.seek(NOW - HOUR + i * 1000)
    }
    expect(told.length - before).toBeLessThanOrEqual(3)
    expect(told.length - before).toBeGreaterThan(0)
  })

  test('is left alone once the page is left', () => {
    off()
    replay.seek(NOW - HOUR)
    expect(told).toEqual([])
  })
})
