import { formatPlace, parsePlace } from '../map/coordinates'
import { type Group, isEmpty } from '../map/group'
import { type LayerChoice, readLayers, writeLayers } from '../map/layers'
import { readReplay, writeReplay } from '../replay/link'
import type { ReplayLink } from '../replay/replay'
import { DEFAULT_SORT, SORT_KEYS, type Sort } from '../roster/rows'
import { isKind } from '../windows/kinds'
import type { Tab } from '../windows/store'

/** What a link to this page can say. */
export interface UrlState {
  followed: string | null
  /** Several that are kept in view together. */
  group: Group
  /** Where the map looks, or null for all of Dereth. */
  view: { ew: number; ns: number; scale: number } | null
  sort: Sort
  text: string
  tags: string[]
  /** The open windows, the one in front last; null: the link does not say. */
  windows: Tab[] | null
  /** What lies over the land; null: the link does not say. */
  layers: LayerChoice | null
  /** The time that the map shows, and how. */
  replay: ReplayLink
}

// Coordinates with three digits are a quarter of a metre: a view comes back where it was.
const DIGITS = 3

export function readUrl(search: string): UrlState {
  const query = new URLSearchParams(search)
  return {
    followed: query.get('follow') || null,
    group: {
      names: query.getAll('with').filter(Boolean),
      tags: query.getAll('withtag').filter(Boolean),
    },
    view: readView(query.get('at'), query.get('zoom')),
    sort: readSort(query.get('sort')),
    text: query.get('q') ?? '',
    tags: query.getAll('tag').filter(Boolean),
    windows: query.has('win')
      ? query
          .getAll('win')
          .map(readTab)
          .filter(tab => tab !== null)
      : null,
    layers: readLayers(query),
    replay: readReplay(query),
  }
}

/** The search part of the address, empty where everything is as it is anyway. */
export function writeUrl(state: UrlState): string {
  const query = new URLSearchParams()
  if (state.followed) query.set('follow', state.followed)
  for (const name of state.group.names) query.append('with', name)
  for (const tag of state.group.tags) query.append('withtag', tag)
  // A group says where the map looks, and from how near.
  if (state.view && isEmpty(state.group)) {
    // Whoever is followed says where the map looks.
    if (!state.followed) query.set('at', formatPlace(round(state.view.ns), round(state.view.ew), DIGITS))
    query.set('zoom', String(Number(state.view.scale.toPrecision(4))))
  }
  const { key, descending } = state.sort
  if (key !== DEFAULT_SORT.key || descending !== DEFAULT_SORT.descending) {
    query.set('sort', descending ? `-${key}` : key)
  }
  if (state.text) query.set('q', state.text)
  for (const tag of state.tags) query.append('tag', tag)
  if (state.layers) writeLayers(state.layers, query)
  for (const { kind, subject } of state.windows ?? []) {
    query.append('win', subject === null ? kind : `${kind}:${subject}`)
  }
  writeReplay(query, state.replay)
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return text ? `?${text}` : ''
}

function readTab(text: string): Tab | null {
  const [kind, ...subject] = text.split(':')
  return isKind(kind) ? { kind, subject: subject.join(':') || null } : null
}

function readView(at: string | null, zoom: string | null): UrlState['view'] {
  const scale = Number(zoom)
  if (!zoom || !Number.isFinite(scale) || scale <= 0) return null
  const place = parsePlace(at ?? '') ?? { ns: 0, ew: 0 }
  return { ...place, scale }
}

function readSort(text: string | null): Sort {
  const key = SORT_KEYS.find(each => each === text?.replace(/^-/, ''))
  return key ? { key, descending: text!.startsWith('-') } : DEFAULT_SORT
}

const round = (value: number) => Math.round(value * 10 ** DIGITS) / 10 ** DIGITS
