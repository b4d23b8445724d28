import { text } from '../../text'
import type { Gain } from './whole'

/** What is gained, the most telling first: "+38 AL, Focus to legendary". */
export function gainWords({ armor, rating, legendaries, damage, cantrips }: Gain): string {
  const { gains } = text.inventory
  const amount = (value: number) => `${value > 0 ? '+' : '−'}${text.number(Math.abs(value))}`
  const words = []
  if (armor !== 0) words.push(`${amount(armor)} ${gains.armor}`)
  if (damage !== 0) words.push(`${amount(damage)} ${gains.damage}`)
  if (rating !== 0) words.push(`${amount(rating)} ${gains.rating}`)
  if (legendaries !== 0 && cantrips.length === 0) words.push(`${amount(legendaries)} ${gains.legendaries}`)
  for (const { line, from, to } of cantrips) {
    if (to === null) words.push(gains.loses(line))
    else words.push(from === null ? gains.adds(to, line) : gains.changes(line, to))
  }
  return words.join(', ')
}
