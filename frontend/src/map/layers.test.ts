// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest'
import {
  DEFAULT_LAYERS,
  type LayerChoice,
  readLayers,
  rememberedLayers,
  rememberLayers,
  toggleLayer,
  writeLayers,
} from './layers'

beforeEach(() => localStorage.clear())

const there = (choice: LayerChoice) => {
  const query = new URLSearchParams()
  writeLayers(choice, query)
  return readLayers(query)
}

describe('the layers in the address', () => {
  test('say nothing where they are as always', () => {
    expect(there(DEFAULT_LAYERS)).toBeNull()
  })

  test.each<LayerChoice>([
    { shown: [], hours: 24, mob: '' },
    { shown: ['heat', 'rares'], hours: 1, mob: 'Olthoi Swarm & "co"' },
    { ...DEFAULT_LAYERS, hours: 168 },
  ])('%j comes back', choice => {
    expect(there(choice)).toEqual(choice)
  })

  test('nonsense is passed over', () => {
    const query = new URLSearchParams('layers=heat,shoes,,heat&hours=5')
    expect(readLayers(query)).toEqual({ shown: ['heat'], hours: 24, mob: '' })
    expect(readLayers(new URLSearchParams('layers=shoes'))).toBeNull()
  })
})

test('a switch turns a layer on and off again, in the order of the switches', () => {
  const on = toggleLayer(DEFAULT_LAYERS, 'heat')
  expect(on.shown).toEqual(['heat', ...DEFAULT_LAYERS.shown])
  expect(toggleLayer(on, 'heat')).toEqual(DEFAULT_LAYERS)
})

test('the layers are as they were left, but for the monster that was looked for', () => {
  expect(rememberedLayers()).toEqual(DEFAULT_LAYERS)
  rememberLayers({ shown: ['heat'], hours: 168, mob: 'Drudge' })
  expect(rememberedLayers()).toEqual({ shown: ['heat'], hours: 168, mob: '' })
})
