import type { PlayerState } from '../live/player'
import type { LandPalette } from './land/tile'
import type { Rgb } from './land/tint'

/** Everything the canvases take from the theme. */
export interface Palette {
  land: LandPalette
  grid: string
  gridInk: string
  town: string
  place: string
  halo: string
  accent: string
  rare: string
  good: string
  surface: string
  floor: string
  line: string
  /** From the coldest that is drawn to the hottest. */
  heat: Rgb[]
  ink: string
  font: string
  states: Record<PlayerState, string>
}

/** Reads the theme's custom properties as they stand on the page now. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    land: {
      dark: document.documentElement.dataset.theme !== 'light',
      water: read('--map-water'),
      waterline: read('--map-waterline'),
      shore: read('--map-shore'),
      biomes: ['green', 'barren', 'sand', 'snow', 'stone'].map(name => hexToRgb(read(`--map-${name}`))),
    },
    grid: read('--map-grid'),
    gridInk: read('--map-grid-ink'),
    town: read('--map-town'),
    place: read('--map-place'),
    halo: read('--map-halo'),
    accent: read('--accent'),
    rare: read('--rare'),
    good: read('--good'),
    surface: read('--surface-1'),
    floor: read('--surface-3'),
    line: read('--line-strong'),
    heat: [1, 2, 3, 4, 5].map(stop => hexToRgb(read(`--heat-${stop}`))),
    ink: read('--ink-1'),
    font: read('--font'),
    states: {
      combat: read('--state-combat'),
      travel: read('--state-travel'),
      town: read('--state-town'),
      idle: read('--state-idle'),
      dead: read('--state-dead'),
      stale: read('--state-stale'),
    },
  }
}

function hexToRgb(hex: string): Rgb {
  return [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb
}
