import type { Bar, Order, Vital } from '../../windows/vitals/vital'
import { number } from '../en'

export const vitals = {
  title: 'Vitals',
  order: 'Order',
  orders: { health: 'Lowest health first', name: 'By name' } satisfies Record<Order, string>,
  onlyLow: 'Only low',
  empty: 'No plugin has told vitals yet. They come by themselves while somebody plays.',
  nobodyLow: 'Nobody is low just now.',
  summary: (all: number, low: number, hurt: number, worst: number) =>
    [
      `${all} ${all === 1 ? 'character' : 'characters'}`,
      low > 0 ? `${low} low` : '',
      hurt > 0 ? `vitae up to ${Math.round(worst)} % on ${hurt}` : '',
    ]
      .filter(Boolean)
      .join(', '),
  vitae: (percent: number) => `−${Math.round(percent)} %`,
  about,
  bar,
}

/** Everything about one, for its cell's title. */
function about(vital: Vital, dead: boolean): string {
  const lines = [
    vital.name,
    dead ? 'Dead' : '',
    `Health ${bar(vital.health)}`,
    `Stamina ${bar(vital.stamina)}`,
    `Mana ${bar(vital.mana)}`,
    vital.vitae ? `Vitae ${Math.round(vital.vitae)} %` : '',
  ]
  return lines.filter(Boolean).join('\n')
}

function bar({ percent, current, most }: Bar): string {
  if (current !== null && most !== null) return `${number(current)} / ${number(most)}`
  return percent === null ? '–' : `${Math.round(percent)} %`
}
