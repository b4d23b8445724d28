import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

/** The custom properties of a theme that are plain colours. */
function theme(name: 'dark' | 'light'): Map<string, string> {
  const begin = css.indexOf(`[data-theme="${name}"] {`)
  const block = css.slice(begin, css.indexOf('}', begin))
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/g)].map(found => [found[1]!, found[2]!]),
  )
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map(at => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light! + 0.05) / (dark! + 0.05)
}

const SURFACES = ['surface-0', 'surface-1', 'surface-2', 'surface-3']
const WORDS = [
  ...['ink-1', 'ink-2', 'ink-3', 'accent', 'good', 'warn', 'bad', 'rare'],
  ...['combat', 'travel', 'town', 'idle', 'dead', 'stale'].map(state => `state-${state}`),
]
const BIOMES = ['map-green', 'map-barren', 'map-sand', 'map-snow', 'map-stone', 'map-water']

describe.each(['dark', 'light'] as const)('the %s theme', name => {
  const colours = theme(name)
  const ratio = (ink: string, on: string) => contrast(colours.get(ink)!, colours.get(on)!)

  test.each(WORDS)('%s can be read on every surface', ink => {
    for (const surface of SURFACES) expect(ratio(ink, surface), surface).toBeGreaterThanOrEqual(4.5)
  })

  test('so can what stands on the accent, on a followed row and on an error', () => {
    expect(ratio('ink-on-accent', 'accent')).toBeGreaterThanOrEqual(4.5)
    for (const ink of ['ink-1', 'ink-3', 'accent', 'rare']) {
      expect(ratio(ink, 'accent-soft'), ink).toBeGreaterThanOrEqual(4.5)
    }
    expect(ratio('bad', 'bad-soft')).toBeGreaterThanOrEqual(4.5)
  })

  test('the edge of what can be used is to be seen', () => {
    for (const surface of ['surface-0', 'surface-1', 'surface-2']) {
      expect(ratio('line-strong', surface), surface).toBeGreaterThanOrEqual(3)
    }
  })

  test('the lines of a chart are to be seen, and their names can be read', () => {
    for (let line = 1; line <= 6; line++) {
      expect(ratio(`series-${line}`, 'surface-1'), `series-${line}`).toBeGreaterThanOrEqual(4.5)
    }
    for (const vital of ['health', 'stamina', 'mana']) {
      expect(ratio(`vital-${vital}`, 'surface-1'), vital).toBeGreaterThanOrEqual(3)
    }
  })

  test('names on the map can be read on every ground, and marks be seen', () => {
    for (const ground of BIOMES) {
      expect(ratio('map-town', ground), ground).toBeGreaterThanOrEqual(4.5)
      for (const state of ['combat', 'travel', 'town', 'idle', 'dead', 'stale']) {
        expect(ratio(`state-${state}`, ground), `${state} on ${ground}`).toBeGreaterThanOrEqual(3)
      }
    }
  })

  test('both themes define the same roles', () => {
    const other = theme(name === 'dark' ? 'light' : 'dark')
    expect([...colours.keys()].sort()).toEqual([...other.keys()].sort())
  })
})
