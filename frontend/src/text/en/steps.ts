import type { PlayerState } from '../../live/player'
import type { Place, PlaceRank } from '../../map/places'
import { number } from '../en'

const RANKS: Record<PlaceRank, string> = {
  capital: 'Capital',
  starter: 'Starter town',
  town: 'Town',
  hamlet: 'Town',
  outpost: 'Outpost',
}
const DOING: Record<PlayerState, string> = {
  combat: 'fighting',
  travel: 'travelling',
  town: 'in town',
  idle: 'idle',
  dead: 'dead',
  stale: 'silent',
}

/** What the keyboard stands at on the map. */
export const steps = {
  label: 'What is in view',
  number: (at: number, of: number) => `${number(at)} of ${number(of)}`,
  nothing: 'Nothing is in view. The arrow keys move the map, 0 shows all of Dereth.',
  gone: (name: string) => `${name} is no longer in view.`,
  left: 'The map.',
  chosen: (name: string) => `${name} is pointed out. Enter once more opens the character, F follows.`,
  perHour: (kills: number) => `${number(kills)} kills an hour`,
  some: (people: number, state: PlayerState) => `${number(people)} ${DOING[state]}`,
  rank: ({ rank, destroyed }: Pick<Place, 'rank' | 'destroyed'>) =>
    destroyed ? `${RANKS[rank]}, destroyed` : RANKS[rank],
  here: 'Characters here',
}
