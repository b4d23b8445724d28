import { beforeEach, expect, test } from 'vitest'
import { type Tab, WindowStore } from './store'

const chat: Tab = { kind: 'chat', subject: null }
const boards: Tab = { kind: 'leaderboards', subject: null }

let kept: Map<string, string>
let storage: Pick<Storage, 'getItem' | 'setItem'>

beforeEach(() => {
  kept = new Map()
  storage = { getItem: key => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
})

function make(): WindowStore {
  const store = new WindowStore(storage)
  store.setStage({ width: 1400, height: 860 })
  return store
}

const shown = (store: WindowStore) => store.get().map(frame => frame.tabs.map(tab => tab.kind).join('+'))

test('a window that is open already comes to the front', () => {
  const store = make()
  store.open(chat)
  store.open(boards)
  store.open(chat)
  expect(shown(store)).toEqual(['leaderboards', 'chat'])
})

test('frames are stacked, and torn apart again', () => {
  const store = make()
  store.open(chat)
  store.open(boards)
  const [a, b] = store.get().map(frame => frame.id)
  store.merge(a!, b!)
  expect(shown(store)).toEqual(['leaderboards+chat'])
  expect(store.get()[0]!.active).toBe(1)
  const own = store.split(b!, 1, { x: 50, y: 60, width: 500, height: 300 })
  expect(shown(store)).toEqual(['leaderboards', 'chat'])
  expect(store.get().at(-1)).toMatchObject({ id: own, box: { x: 50, y: 60 } })
})

test('closing goes from the front, tab by tab, and ends', () => {
  const store = make()
  store.open(chat)
  store.open(boards)
  store.merge(store.get()[0]!.id, store.get()[1]!.id)
  expect(store.closeTop()).toBe(true)
  expect(shown(store)).toEqual(['leaderboards'])
  expect(store.closeTop()).toBe(true)
  expect(store.closeTop()).toBe(false)
})

test('a window comes back where it was closed, and everything where it was left', () => {
  const store = make()
  store.open(chat)
  const { id } = store.get()[0]!
  store.place(id, { x: 123, y: 45, width: 456, height: 321 })
  store.close(chat)
  store.open(chat)
  expect(store.get()[0]!.box).toEqual({ x: 123, y: 45, width: 456, height: 321 })
  const again = new WindowStore(storage)
  expect(again.get().map(({ tabs, box }) => ({ tabs, box }))).toEqual(
    store.get().map(({ tabs, box }) => ({ tabs, box })),
  )
})

test('a window stays with somebody, or goes along with who is chosen, but is never there twice', () => {
  const store = make()
  store.open({ kind: 'chat', subject: 'A' })
  store.open(chat)
  store.assign(store.get()[1]!.id, 'A')
  expect(store.get().map(frame => frame.tabs)).toEqual([[{ kind: 'chat', subject: 'A' }]])
})

test('what is opened before there is room gets its place once there is', () => {
  const store = new WindowStore(storage)
  store.open(chat)
  store.open(boards)
  store.setStage({ width: 1400, height: 860 })
  const [a, b] = store.get().map(frame => frame.box)
  expect(a!.width).toBeGreaterThan(300)
  expect([a!.x, a!.y]).not.toEqual([b!.x, b!.y])
})

test('a smaller stage pulls all windows back into reach', () => {
  const store = make()
  store.open(chat)
  store.setStage({ width: 500, height: 400 })
  const { x, y } = store.get()[0]!.box
  expect(x).toBeLessThan(500)
  expect(y).toBeLessThan(400)
})

test.each([
  'nonsense',
  '7',
  '{"frames":[{"tabs":[{"kind":"gone","subject":null}],"active":0,"box":{}}]}',
  '{"frames":[{"tabs":[{"kind":"chat","subject":null}],"active":0,"box":{"x":"1"}}],"places":{"chat":3}}',
])('what makes no sense in the storage is left out: %s', text => {
  kept.set('windows', text)
  expect(make().get()).toEqual([])
})
