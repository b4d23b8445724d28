import { text } from '../../text'
import type { Gain } from './whole'

/** A part of what changes when one piece takes the place of another. */
export interface GainPart {
  words: string
  /** Whether it is a loss. */
  loss: boolean
}

/** What is gained, the most telling first, then what is lost: "+38 AL", "Focus to legendary", "loses Sprint". */
export function gainParts({ armor, rating, legendaries, damage, cantrips }: Gain): GainPart[] {
  const { gains } = text.inventory
  const parts: GainPart[] = []
  const amount = (value: number, of: string) => {
    if (value !== 0) {
      const sign = value > 0 ? '+' : '−'
      parts.push({ words: `${sign}${text.number(Math.abs(value))} ${of}`, loss: value < 0 })
    }
  }
  amount(armor, gains.armor)
  amount(damage, gains.damage)
  amount(rating, gains.rating)
  if (cantrips.length === 0) amount(legendaries, gains.legendaries)
  for (const { line, from, to } of cantrips) {
    if (to === null) parts.push({ words: gains.loses(line), loss: true })
    else parts.push({ words: from === null ? gains.adds(to, line) : gains.changes(line, to), loss: false })
  }
  return [...parts.filter(({ loss }) => !loss), ...parts.filter(({ loss }) => loss)]
}
