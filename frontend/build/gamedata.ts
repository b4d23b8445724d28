import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Plugin } from 'vite'
import { encodeRings, type Ring } from '../src/map/data/polyline.ts'
import { encodeRuns } from '../src/map/data/runs.ts'

/**
 * Turns the game's tables under src/map/data, which are plain copies, into small modules while building.
 * The copies stay readable and comparable; the browser loads a third of their size.
 */
export function gamedata(): Plugin {
  return {
    name: 'overlord-gamedata',
    enforce: 'pre',
    load(id) {
      const file = id.split('?')[0] ?? id
      const convert = converters[basename(file)]
      if (!convert) return null
      const code = `export default ${JSON.stringify(convert(readFileSync(file, 'utf8')))}`
      // The bundler would otherwise take the file for what its ending says.
      return { code, moduleType: 'js' }
    },
  }
}

const converters: Record<string, (text: string) => unknown> = {
  'land.geojson': shores,
  'landmask.txt': text => text.trimEnd().split('\n').map(encodeRuns),
  'towns.tsv': towns,
  'dungeons.tsv': dungeons,
  'pois.tsv': pois,
}

type GeoJson = { features: { geometry: { coordinates: [number, number][][] } }[] }

function shores(text: string): string {
  const land = JSON.parse(text) as GeoJson
  const rings: Ring[] = land.features.flatMap(feature =>
    feature.geometry.coordinates.map(points => points.slice(0, -1).flat()),
  )
  return encodeRings(rings)
}

function towns(text: string): unknown[] {
  const [, ...lines] = text.trimEnd().split('\n')
  return lines.map(line => {
    const [name, ns, ew, type, culture, note] = line.split('\t')
    return [name, Number(ns), Number(ew), type, culture ?? '', note ?? '']
  })
}

function dungeons(text: string): unknown[] {
  const [, ...lines] = text.trimEnd().split('\n')
  return lines.map(line => {
    const [landblock, name, , ns, ew] = line.split('\t')
    return [landblock, name, ns ? Number(ns) : null, ew ? Number(ew) : null]
  })
}

/** Entrances whose landblock is known stand in the table of dungeons already. */
function pois(text: string): unknown[] {
  const [, ...lines] = text.trimEnd().split('\n')
  return lines
    .map(line => line.split('\t'))
    .filter(([, , , type, landblock]) => type !== 'dungeon' || !landblock)
    .map(([name, ns, ew, type]) => [name, Number(ns), Number(ew), type])
}
