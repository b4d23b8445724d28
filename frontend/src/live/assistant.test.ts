import { expect, test, vi } from 'vitest'
import { ApiError } from './api'
import { findAssistant } from './assistant'
import { LiveStore } from './store'

function setUp(...answers: (() => unknown)[]) {
  const store = new LiveStore()
  let returned = () => {}
  const fetchJson = vi.fn(async () => answers.shift()?.())
  const onReturn = (listener: () => void) => {
    returned = listener
    return () => {}
  }
  findAssistant({ store, onReturn }, fetchJson)
  return { store, fetchJson, comeBack: () => returned() }
}

const refuse = (status: number) => () => {
  throw new ApiError(status, 'x', 'x')
}
const settled = () => new Promise(done => setTimeout(done))

test('an assistant that says so is offered, and asked for once', async () => {
  const { store, fetchJson, comeBack } = setUp(() => ({ status: 'ok' }))
  await settled()
  expect(store.get().assistant).toBe(true)
  comeBack()
  expect(fetchJson).toHaveBeenCalledTimes(1)
})

test('no assistant is an answer', async () => {
  const { store, fetchJson, comeBack } = setUp(refuse(404))
  await settled()
  comeBack()
  expect(fetchJson).toHaveBeenCalledTimes(1)
  expect(store.get().assistant).toBe(false)
})

test('a server that is away is asked again', async () => {
  const { store, comeBack } = setUp(refuse(0), () => ({ available: true }))
  await settled()
  comeBack()
  await settled()
  expect(store.get().assistant).toBe(true)
})

test('one that is switched off is not offered', async () => {
  const { store, fetchJson } = setUp(() => ({ available: false }))
  await settled()
  expect(fetchJson).toHaveBeenCalledTimes(1)
  expect(store.get().assistant).toBe(false)
})
