import { expect, test } from 'vitest'
import { Turns } from './turns'

function clocked() {
  let time = 1000
  let frames: (() => void)[] = []
  const turns = new Turns(
    () => time,
    tick => frames.push(tick),
  )
  const frame = (passes = 16) => {
    time += passes
    const due = frames
    frames = []
    for (const tick of due) tick()
  }
  return { turns, frame, asked: () => frames.length }
}

test('one has its turn in each frame, in the order of asking', () => {
  const { turns, frame, asked } = clocked()
  const done: string[] = []
  const jobs = ['a', 'b', 'c'].map(name => () => void done.push(name))
  for (const job of jobs) turns.ask(job)
  turns.ask(jobs[0]!)
  expect(done).toEqual([])
  frame()
  expect(done).toEqual(['a'])
  frame()
  frame()
  expect(done).toEqual(['a', 'b', 'c'])
  expect(asked()).toBe(0)
})

test('who had a turn waits a quarter of a second for the next, and keeps nobody else waiting', () => {
  const { turns, frame } = clocked()
  const done: string[] = []
  const [often, seldom] = [() => void done.push('often'), () => void done.push('seldom')]
  turns.ask(often)
  frame()
  turns.ask(often)
  turns.ask(seldom)
  frame()
  expect(done).toEqual(['often', 'seldom'])
  frame(200)
  expect(done).toHaveLength(2)
  frame(50)
  expect(done).toEqual(['often', 'seldom', 'often'])
})

test('who withdraws has no turn', () => {
  const { turns, frame, asked } = clocked()
  const job = () => expect.unreachable()
  turns.ask(job)
  turns.withdraw(job)
  frame()
  expect(asked()).toBe(0)
})
