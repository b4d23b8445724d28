import type { Player, PlayerState } from '../../live/player'
import { text } from '../../text'
import { countStates } from '../crowds'
import { nameOfMark } from '../MarkFacts'
import type { Pointed } from '../pointed'
import { describePlace } from '../usePlace'
import type { Step } from './steps'

/** What is known of those who are on the map, now or at the time that it shows. */
export interface Known {
  player(name: string): Pick<Player, 'name' | 'state' | 'ew' | 'ns' | 'killsPerHour'> | null
}

/** What is said of the mark at which the keyboard stands. */
export function describeStep({ stop, number, of }: Step, known: Known): string {
  return [...describe(stop.pointed, known), text.steps.number(number, of)].join(', ')
}

function describe(pointed: Pointed, known: Known): string[] {
  switch (pointed.kind) {
    case 'player':
      return describePlayer(pointed.name, known)
    case 'crowd':
      return describeCrowd(pointed.names, known)
    case 'mark': {
      const { mark } = pointed
      return [...nameOfMark(mark), describePlace(mark.ns, mark.ew)]
    }
    case 'town':
      return [
        pointed.place.name,
        text.steps.rank(pointed.place),
        describePlace(pointed.place.ns, pointed.place.ew, false),
      ]
  }
}

function describePlayer(name: string, known: Known): string[] {
  const player = known.player(name)
  if (!player) return [name]
  const { state, ns, ew, killsPerHour } = player
  const said = [name, text.states[state], describePlace(ns, ew)]
  return killsPerHour ? [...said, text.steps.perHour(killsPerHour)] : said
}

function describeCrowd(names: readonly string[], known: Known): string[] {
  const members = names.flatMap(name => known.player(name) ?? [])
  const states = countStates(members.map(({ name, state }) => ({ name, state, x: 0, y: 0 })))
  const counted = states.map(({ state, count }) => text.steps.some(count, state as PlayerState))
  const total = members.reduce((sum, { killsPerHour }) => sum + (killsPerHour ?? 0), 0)
  const first = members[0]
  return [
    text.map.together(names.length),
    ...counted,
    ...(first ? [describePlace(first.ns, first.ew)] : []),
    ...(total > 0 ? [text.steps.perHour(total)] : []),
  ]
}
