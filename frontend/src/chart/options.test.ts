import { expect, test } from 'vitest'
import { isolated, timeLabels, toColumns } from './options'

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

test('times of day, and the date where a day begins or steps are days', () => {
  const at = (day: number, hour: number) => new Date(2026, 4, day, hour).getTime()
  expect(timeLabels([at(4, 20), at(4, 22), at(5, 0), at(5, 2)])).toEqual(['20:00', '22:00', '5 May', '02:00'])
  expect(timeLabels([at(4, 0), at(6, 0)])).toEqual(['4 May', '6 May'])
  expect(timeLabels([at(4, 20), at(4, 20) + 15_000])).toEqual(['20:00:00', '20:00:15'])
})
