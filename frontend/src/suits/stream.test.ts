import { describe, expect, test } from 'vitest'
import { Chance } from './random.testing'
import { EventParser, readEvents, type StreamEvent } from './stream'

const TEXT =
  ': a comment\nevent: phase\ndata: {"phase":"load"}\n\n' +
  'event: suit\r\ndata: {"name":"שלום 😀\u2028"}\r\n\r\n' +
  'data: one\ndata: two\n\n\n\nevent: alone\n\nevent:complete\ndata:{"optimal":true}\nid: 7\nretry\n\n' +
  'event: cut\ndata: never ends'

const EVENTS: StreamEvent[] = [
  { event: 'phase', data: '{"phase":"load"}' },
  { event: 'suit', data: '{"name":"שלום 😀\u2028"}' },
  { event: 'message', data: 'one\ntwo' },
  { event: 'complete', data: '{"optimal":true}' },
]

describe('events', () => {
  test('are the same wherever the text is cut once', () => {
    for (let at = 0; at <= TEXT.length; at++) {
      const parser = new EventParser()
      expect([...parser.push(TEXT.slice(0, at)), ...parser.push(TEXT.slice(at))], `cut at ${at}`).toEqual(
        EVENTS,
      )
    }
  })

  test('are the same letter by letter, with any line ends', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const parser = new EventParser()
      // What is last may wait for the half of its line end.
      const text = `${TEXT.replaceAll('\r\n', '\n').replaceAll('\n', end)}${end}${end}x`
      const heard = [...text].flatMap(letter => parser.push(letter))
      expect(heard).toEqual([...EVENTS, { event: 'cut', data: 'never ends' }])
    }
  })

  test('come out of bytes that are cut anywhere, in the middle of a letter too', async () => {
    const bytes = new TextEncoder().encode(TEXT)
    for (let seed = 1; seed <= 60; seed++) {
      const chance = new Chance(seed)
      const heard: StreamEvent[] = []
      await readEvents(chopped(bytes, chance), event => heard.push(event))
      expect(heard, `seed ${seed}`).toEqual(EVENTS)
    }
  })
})

function chopped(bytes: Uint8Array, chance: Chance): ReadableStream<Uint8Array> {
  let from = 0
  return new ReadableStream({
    pull(controller) {
      if (from >= bytes.length) return controller.close()
      const next = Math.min(bytes.length, from + chance.from(1, 9))
      controller.enqueue(bytes.slice(from, next))
      from = next
    },
  })
}
