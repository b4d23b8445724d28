import type { LiveState } from '../live/store'
import { formatPlace, parsePlace } from '../map/coordinates'
import { PLACES } from '../map/places'
import { PAGES } from '../shell/pages'
import type { Go } from '../shell/route'
import { text } from '../text'
import type { IconName } from '../ui/Icon'
import { setTheme, theme } from '../ui/theme'
import { isOffered, KINDS, kindOf, type WindowKind } from '../windows/kinds'
import type { Tab } from '../windows/store'
import { score } from './match'

/** Something that the palette offers. */
export interface Entry {
  id: string
  group: keyof typeof text.palette.groups
  icon: IconName
  title: string
  /** What stands beside it, such as a state or coordinates. */
  hint?: string
  run: () => void
}

/** What entries do something with. */
export interface Reach {
  live: LiveState
  go: Go
  openWindow: (tab: Tab) => void
  /** Goes along with a character on the map. */
  follow: (name: string) => void
  /** Shows a place on the map, in map units. */
  show: (place: { ns: number; ew: number }) => void
  /** Opens the list of keys. */
  keys: () => void
}

// So many of one group are shown, so that no group hides another.
const MOST = 6

/** Everything that answers to what was typed, the best of each group first. */
export function find(all: readonly Entry[], typed: string): Entry[] {
  const groups = new Map<Entry['group'], { entry: Entry; score: number }[]>()
  for (const entry of all) {
    const value = score(entry.title, typed)
    if (value === null) continue
    const group = groups.get(entry.group) ?? []
    group.push({ entry, score: value })
    groups.set(entry.group, group)
  }
  const best = (group: { score: number }[]) => Math.max(...group.map(each => each.score))
  return [...groups.values()]
    .sort((a, b) => (typed.trim() ? best(b) - best(a) : 0))
    .flatMap(group => group.sort((a, b) => b.score - a.score).slice(0, MOST))
    .map(each => each.entry)
}

/** All that can be reached; items are asked of the server besides. */
export function entries(reach: Reach, typed: string): Entry[] {
  return [
    ...coordinates(reach, typed),
    ...players(reach),
    ...pages(reach),
    ...windows(reach),
    ...places(reach),
    ...actions(reach),
  ]
}

/** A place that was typed as such stands for itself, whatever it says. */
function coordinates(reach: Reach, typed: string): Entry[] {
  const place = parsePlace(typed)
  if (!place) return []
  return [
    {
      id: 'coordinates',
      group: 'places',
      icon: 'pin',
      title: typed.trim(),
      hint: text.palette.show,
      run: () => reach.show(place),
    },
  ]
}

function players({ live, follow }: Reach): Entry[] {
  return live.players.map(player => ({
    id: `player ${player.name}`,
    group: 'players',
    icon: `s-${player.state}`,
    title: player.name,
    hint: text.states[player.state],
    run: () => follow(player.name),
  }))
}

function pages({ go }: Reach): Entry[] {
  const list = [{ path: '/', title: text.bottom.map, icon: 'map' as IconName }, ...PAGES]
  return list.map(({ path, title, icon }) => ({
    id: `page ${path}`,
    group: 'pages',
    icon,
    title,
    run: () => go(path),
  }))
}

function windows({ live, openWindow }: Reach): Entry[] {
  const offered = (Object.keys(KINDS) as WindowKind[]).filter(kind => isOffered(kind, live))
  return offered.map(kind => ({
    id: `window ${kind}`,
    group: 'windows',
    icon: kindOf(kind).icon,
    title: kindOf(kind).title,
    run: () => openWindow({ kind, subject: null }),
  }))
}

function places({ show }: Reach): Entry[] {
  return PLACES.map(place => ({
    id: `place ${place.name} ${place.ns} ${place.ew}`,
    group: 'places',
    icon: 'town',
    title: place.name,
    hint: formatPlace(place.ns, place.ew),
    run: () => show(place),
  }))
}

function actions({ keys }: Reach): Entry[] {
  const other = theme() === 'dark' ? 'light' : 'dark'
  return [
    {
      id: 'action theme',
      group: 'actions',
      icon: other === 'dark' ? 'moon' : 'sun',
      title: other === 'dark' ? text.top.toNight : text.top.toParchment,
      run: () => setTheme(other),
    },
    { id: 'action keys', group: 'actions', icon: 'info', title: text.keys.title, hint: '?', run: keys },
    {
      id: 'action classic',
      group: 'actions',
      icon: 'dock',
      title: text.palette.classic,
      run: () => location.assign('/classic'),
    },
  ]
}
