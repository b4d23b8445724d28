/** What can be laid over the land, in the order of the switches. */
export const LAYERS = [
  'heat',
  'trails',
  'portals',
  'towns',
  'dungeons',
  'pois',
  'deaths',
  'rares',
  'picture',
] as const
export type Layer = (typeof LAYERS)[number]

/** How far back the heat reaches, hours. */
export const HEAT_HOURS = [1, 24, 168] as const
export type HeatHours = (typeof HEAT_HOURS)[number]

/** What is laid over the land, and of which monsters the heat is. */
export interface LayerChoice {
  shown: readonly Layer[]
  hours: HeatHours
  /** One kind of monster, or empty for all. */
  mob: string
}

export const DEFAULT_LAYERS: LayerChoice = {
  shown: ['trails', 'towns', 'pois', 'deaths', 'rares'],
  hours: 24,
  mob: '',
}

/** Turns one layer on or off; the list keeps the order of the switches. */
export function toggleLayer(choice: LayerChoice, layer: Layer): LayerChoice {
  const on = choice.shown.includes(layer)
  return { ...choice, shown: LAYERS.filter(each => (each === layer ? !on : choice.shown.includes(each))) }
}

/** Reads `layers`, `hours` and `mob` of a link; null: it does not speak of layers. */
export function readLayers(query: URLSearchParams): LayerChoice | null {
  if (!query.has('layers')) return null
  const names = query.get('layers')!
  const shown = LAYERS.filter(layer => names.split(',').includes(layer))
  // None at all is a wish; names that none is of are not.
  if (names !== '' && shown.length === 0) return null
  return {
    shown,
    hours: readHours(Number(query.get('hours'))),
    mob: query.get('mob') ?? '',
  }
}

/** Writes what differs from how the map is anyway. */
export function writeLayers(choice: LayerChoice, query: URLSearchParams): void {
  if (sameLayers(choice, DEFAULT_LAYERS)) return
  query.set('layers', choice.shown.join())
  if (choice.hours !== DEFAULT_LAYERS.hours) query.set('hours', String(choice.hours))
  if (choice.mob) query.set('mob', choice.mob)
}

function sameLayers(a: LayerChoice, b: LayerChoice): boolean {
  return a.shown.join() === b.shown.join() && a.hours === b.hours && a.mob === b.mob
}

function readHours(hours: number): HeatHours {
  return HEAT_HOURS.find(each => each === hours) ?? DEFAULT_LAYERS.hours
}

const KEY = 'layers'

/** The layers as they were left. Which monster is looked for is not kept: it is a question of the moment. */
export function rememberedLayers(): LayerChoice {
  try {
    const query = new URLSearchParams(localStorage.getItem(KEY) ?? '')
    const { shown, hours } = readLayers(query) ?? DEFAULT_LAYERS
    return { shown, hours, mob: '' }
  } catch {
    return DEFAULT_LAYERS
  }
}

export function rememberLayers({ shown, hours }: LayerChoice): void {
  try {
    localStorage.setItem(KEY, String(new URLSearchParams({ layers: shown.join(), hours: String(hours) })))
  } catch {
    // Without storage the layers are as always next time.
  }
}
