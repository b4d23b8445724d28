import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { countOf, linesOf, readWorn } from './worn'

const spell = (name: string, active = true) => ({ id: 1, name, active })
const body = {
  items: [
    {
      item_id: 1,
      name: 'Helm',
      slot: 'Head',
      spells: [spell('Legendary Focus'), spell('Epic Strength', false)],
    },
    { item_id: 2, name: 'Girth', slot: 'Abdomen', spells: [spell('Major Strength'), spell('Epic Focus')] },
    { item_id: 3, name: 'Ring', spells: [spell('Epic Acid Ward', false), spell('Adja’s Gift')] },
  ],
}

test('pieces are read with tiers and lines', () => {
  const [helm, , ring] = readWorn(body).pieces
  expect(helm).toMatchObject({ name: 'Helm', slot: 'Head' })
  expect(helm?.spells[0]).toMatchObject({ line: 'Focus', tier: 'legendary', active: true })
  expect(ring?.slot).toBeNull()
  expect(ring?.spells[1]).toMatchObject({ line: 'Adja’s Gift', tier: null })
})

test('nonsense is nothing worn', () => {
  for (const nonsense of [null, 3, [], { items: 'x' }, { items: [null, 4] }]) {
    expect(readWorn(nonsense).pieces).toEqual([])
  }
  const odd = readWorn({ items: [{ spells: [null, 'Epic Focus', { id: 7 }] }] }).pieces
  expect(odd[0]?.spells.map(({ name, active }) => [name, active])).toEqual([
    ['Epic Focus', true],
    ['7', true],
  ])
})

describe('lines', () => {
  const lines = linesOf(readWorn(body).pieces)
  test('what is not at work comes first, then the strongest', () => {
    expect(lines.map(({ name, best }) => [name, best.tier, best.active])).toEqual([
      ['Acid Ward', 'epic', false],
      ['Focus', 'legendary', true],
      ['Strength', 'major', true],
      ['Adja’s Gift', null, true],
    ])
  })
  test('of one that is worn twice that at work counts', () => {
    const strength = lines.find(({ name }) => name === 'Strength')
    expect(strength?.on.map(({ piece, spell: of }) => [piece.name, of.active])).toEqual([
      ['Girth', true],
      ['Helm', false],
    ])
  })
})

test('counts what is at work', () => {
  expect(countOf(readWorn(body).pieces)).toEqual({ active: 4, idle: 2 })
})

// The very file that the server's own tests decode.
const EXAMPLE = join(
  import.meta.dirname,
  '../../../../tracker/event/testdata/events/equipment_cantrip_state.json',
)

test.runIf(existsSync(EXAMPLE))('the contract’s example is read', () => {
  const { pieces } = readWorn(JSON.parse(readFileSync(EXAMPLE, 'utf8')))
  expect(pieces[0]).toMatchObject({
    name: 'Covenant Helm',
    spells: [{ id: 6105, tier: 'legendary', line: 'Focus' }],
  })
})
