import { expect, test } from 'vitest'
import { Sessions } from './sessions'

function storage() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

test('the latest conversation comes first, named by its first question, each user has its own', () => {
  const kept = storage()
  const sessions = new Sessions('ada', kept)
  sessions.note('a', ' Who is where? ', 1)
  sessions.note('b', '😀'.repeat(100), 2)
  sessions.note('a', 'And now?', 3)
  expect(sessions.list()).toEqual([
    { id: 'a', title: 'Who is where?', at: 3 },
    { id: 'b', title: '😀'.repeat(80), at: 2 },
  ])
  expect(new Sessions('bob', kept).list()).toEqual([])
  sessions.forget('a')
  expect(sessions.list().map(({ id }) => id)).toEqual(['b'])
})

test('no more than thirty are kept, and nonsense is none', () => {
  const kept = storage()
  const sessions = new Sessions('ada', kept)
  for (let at = 0; at < 40; at++) sessions.note(`s${at}`, 'q', at)
  expect(sessions.list()).toHaveLength(30)
  kept.kept.set('assistant:ada', '{"id":')
  expect(sessions.list()).toEqual([])
})
