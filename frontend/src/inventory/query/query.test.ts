import { describe, expect, test } from 'vitest'
import { ApiError } from '../../live/api'
import { completed, NOTHING, readCompletion, typedPart } from './completion'
import { beingTyped, markOf, mended, messageLeft, type QueryFault, readFault } from './fault'
import { remembered } from './history'
import { asksFor, toggled, withClause, withoutClause } from './rewrite'
import { tokensOf } from './tokens'

const fault = (more: Partial<QueryFault>): QueryFault => {
  return { start: 0, length: 0, kind: 'unexpected', message: '', suggestions: [], ...more }
}

describe('tokens', () => {
  test.each([
    'is:armor -(al:>=600 or "long name") set:"adept\'s set"+wise /* t */',
    'name:"open',
    '((',
    'a:b+c+"d e"f',
    '-',
    '😀 is:\u202Earmor',
    'a\\"b',
    '',
  ])('together are the whole text: %s', text => {
    const tokens = tokensOf(text)
    expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
    for (const { start, end } of tokens) expect(end).toBeGreaterThan(start)
  })

  test('a filter has a name, an operator and a value', () => {
    const [token] = tokensOf('al:>=600')
    expect(token).toMatchObject({ kind: 'filter', nameEnd: 3, valueStart: 5, end: 8 })
  })

  test('a blank within quotes is part of the value', () => {
    expect(tokensOf("set:'adept s' x").map(({ kind }) => kind)).toEqual(['filter', 'blank', 'word'])
  })
})

describe('clauses', () => {
  test.each([
    ['', 'is:armor', 'is:armor'],
    ['a or b', 'is:armor', 'a or b is:armor'],
    ['moss  ', 'is:armor', 'moss is:armor'],
    ['moss /* Mine */', 'is:armor', 'moss is:armor /* Mine */'],
    ['is:armor moss', 'is:armor', 'is:armor moss'],
  ])('%j and %j', (text, clause, result) => {
    expect(withClause(text, clause)).toBe(result)
  })

  test.each([
    ['is:armor moss', 'is:armor', 'moss'],
    ['moss is:armor al:>=5', 'is:armor', 'moss al:>=5'],
    ['set:"Adept\'s Set" moss', "set:adept's_set", 'moss'],
    ['is:armor or is:weapon', 'is:armor', 'is:armor or is:weapon'],
    ['(is:armor)', 'is:armor', '(is:armor)'],
    ['-is:armor x', 'is:armor', '-is:armor x'],
    ['-is:armor x', '-is:armor', 'x'],
  ])('%j without %j', (text, clause, result) => {
    expect(withoutClause(text, clause)).toBe(result)
  })

  test('go in and out again, and take the place of their opposite', () => {
    expect(toggled(toggled('moss', 'is:armor'), 'is:armor')).toBe('moss')
    expect(toggled('moss -is:armor', 'is:armor')).toBe('moss is:armor')
    expect(toggled('moss is:armor', '-is:armor')).toBe('moss -is:armor')
    expect(asksFor('a char:=mule_a b', 'char:=mule_a')).toBe(true)
  })
})

describe('faults', () => {
  test('are read with their place and what was probably meant', () => {
    const members = { start: 9, length: 6, kind: 'unknown_filter', suggestion: 'al: or is:armor' }
    const message = 'there is no filter armour:; did you mean al: or is:armor?'
    expect(readFault(new ApiError(400, 'invalid', message, null, 'q', members))).toEqual({
      start: 9,
      length: 6,
      kind: 'unknown_filter',
      message: 'There is no filter armour.',
      suggestions: ['al:', 'is:armor'],
    })
    const unknown = new ApiError(400, 'invalid', 'set: knows no moss', null, 'q', { start: 4, length: 4 })
    expect(readFault(unknown)).toMatchObject({ message: 'set: knows no moss.', suggestions: [] })
    expect(readFault(new ApiError(400, 'invalid', 'limit is a number'))).toBeNull()
    expect(readFault(new ApiError(503, 'unavailable', 'away', null, null, members))).toBeNull()
  })

  test('are marked by UTF-16 units, within what is there', () => {
    expect('😀 armour:5'.slice(...Object.values(markOf('😀 armour:5', fault({ start: 3, length: 6 }))))).toBe(
      'armour',
    )
    expect(markOf('ab', fault({ start: 5, length: 6 }))).toEqual({ start: 2, end: 2 })
  })

  test('are not told while what is wrong is being typed', () => {
    const typed = fault({ start: 8, length: 3 })
    expect(beingTyped(typed, { from: 8, to: 11, items: ['legendary'] })).toBe(true)
    expect(beingTyped(typed, { from: 8, to: 11, items: [] })).toBe(false)
    expect(beingTyped(typed, { from: 14, to: 16, items: ['slot:'] })).toBe(false)
  })

  test.each([
    ['armour:>=500 x', 0, 6, 'al:', 'al:>=500 x', 3],
    ['armour:>=500 x', 0, 6, 'is:armor', 'is:armor x', 8],
    ['(armour:5)', 1, 6, 'is:armor', '(is:armor)', 9],
    ['set:adpt x', 4, 4, 'adept', 'set:adept x', 9],
  ])('%j mended', (text, start, length, suggestion, result, at) => {
    expect(mended(text, fault({ start, length }), suggestion)).toEqual({ text: result, at })
  })

  test('are told below their mark, within the field', () => {
    expect(messageLeft(200, 100, 800)).toBe(188)
    expect(messageLeft(2, 100, 800)).toBe(0)
    expect(messageLeft(790, 100, 800)).toBe(700)
    expect(messageLeft(790, 900, 800)).toBe(0)
  })
})

describe('completions', () => {
  test('take the place of what is typed, and a blank follows what is whole', () => {
    const at = { from: 3, to: 5, items: [] }
    expect(completed('is:ar', at, { text: 'armor', kind: 'value', hint: '', count: null })).toEqual({
      text: 'is:armor ',
      at: 9,
    })
    expect(completed('is:ar)', at, { text: 'armor', kind: 'value', hint: '', count: null }).text).toBe(
      'is:armor)',
    )
    expect(
      completed(
        'le',
        { from: 0, to: 2, items: [] },
        { text: 'level:', kind: 'filter', hint: '', count: null },
      ),
    ).toEqual({
      text: 'level:',
      at: 6,
    })
  })

  test('show the part that is typed', () => {
    expect(typedPart('legendary', 'LEG')).toEqual(['', 'leg', 'endary'])
    expect(typedPart('legendary', 'x')).toEqual(['legendary', '', ''])
  })

  test('are nothing where the answer is none', () => {
    for (const body of [null, 5, {}, { from: 3, to: 1, items: [] }])
      expect(readCompletion(body)).toEqual(NOTHING)
    expect(readCompletion({ from: 0, to: 1, items: [{ text: 'is:' }, 7, {}] }).items).toEqual([
      { text: 'is:', kind: '', hint: '', count: null },
    ])
  })
})

describe('history', () => {
  test('what a query was begun with is no query of its own', () => {
    expect(remembered(['is:ar', 'moss'], 'is:armor')).toEqual(['is:armor', 'moss'])
    expect(remembered(['is:armor', 'moss'], 'moss')).toEqual(['moss', 'is:armor'])
    expect(remembered(['a'], '  ')).toEqual(['a'])
    const many = Array.from({ length: 40 }, (_, i) => `x${i}`)
    expect(remembered(many, 'y')).toHaveLength(30)
  })
})
