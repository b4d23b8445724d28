import { expect, test } from 'vitest'
import { isolated, toColumns } from './options'

test('values that no line reaches are points', () => {
  expect(isolated([null, 3, null, 4, 5, null, 6])).toEqual([1, 6])
  expect(isolated([7])).toEqual([0])
  expect(isolated([])).toEqual([])
})

test('the plot gets copies, so that what is shown is never changed under it', () => {
  const times = [1, 2]
  const columns = toColumns({ times, series: [{ name: 'a', colour: 'accent', values: [null, 4] }] })
  expect(columns).toEqual([
    [1, 2],
    [null, 4],
  ])
  expect(columns[0]).not.toBe(times)
})
