import { expect, test } from 'vitest'
import { readFilters, selectFilters } from './filters'

const FILTERS = readFilters({
  filters: [
    { name: 'al', aliases: ['armor'], takes: 'n', help: 'Armor level as it is.', example: 'al:>=600' },
    {
      name: 'is',
      takes: 'v',
      help: 'Kinds and states.',
      example: 'is:armor',
      values: [{ name: 'gem' }, {}, 3],
    },
    { help: 'of no name' },
    null,
  ],
})

test('reads what the server explains, and leaves out what makes no sense', () => {
  expect(FILTERS.map(each => each.name)).toEqual(['al', 'is'])
  expect(FILTERS[1]?.values).toEqual([{ name: 'gem', help: '' }])
  expect([readFilters(null), readFilters({ filters: 'x' })]).toEqual([[], []])
})

test('finds filters by their names, values and meaning', () => {
  const names = (wanted: string) => selectFilters(FILTERS, wanted).map(each => each.name)
  expect(names('')).toEqual(['al', 'is'])
  expect(names('GEM')).toEqual(['is'])
  expect(names('level armor')).toEqual(['al'])
  expect(names('armor')).toEqual(['al', 'is'])
  expect(names('nothing')).toEqual([])
})
