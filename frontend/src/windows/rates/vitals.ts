import { type ChartData, colourOf, MOST_SERIES, together } from '../../chart/data'
import { type Recorded, recorderFor } from '../../live/recorder'
import { HOUR } from '../../live/summary'
import { readVital } from '../vitals/vital'

export const VITALS = ['health', 'stamina', 'mana'] as const
export type Vital = (typeof VITALS)[number]

/** Percent of the most; what was not told is null. */
export type Vitals = Record<Vital, number | null>

/** The last hour of everybody's vitals as this page heard them, since somebody first asked: nothing stores them. */
export const vitalsOf = recorderFor<Vital>({
  types: ['vitals'],
  read: message => {
    const vital = readVital(message)
    if (!vital) return null
    const { name, health, stamina, mana } = vital
    return {
      character: name,
      value: { health: health.percent, stamina: stamina.percent, mana: mana.percent },
    }
  },
  columns: VITALS,
  span: HOUR,
  step: 5000,
  // All steps of an hour, and some more for its edges: they are never thinned.
  most: 750,
})

/** All vitals of one character, or the health of several. */
export function vitalsChart(
  lines: readonly { name: string; heard: readonly Recorded<Vitals>[] }[],
  nameOf: (vital: Vital) => string,
): ChartData {
  const points = (heard: readonly Recorded<Vitals>[], vital: Vital) =>
    heard.flatMap(({ at, value }): [number, number][] => {
      const percent = value[vital]
      return percent === null ? [] : [[at, percent]]
    })
  const [only] = lines
  if (only && lines.length === 1) {
    return together(
      VITALS.map(vital => ({
        name: nameOf(vital),
        colour: `vital-${vital}` as const,
        points: points(only.heard, vital),
      })),
    )
  }
  return spanned(
    together(
      lines.slice(0, MOST_SERIES).map(({ name, heard }, index) => ({
        name,
        colour: colourOf(index),
        points: points(heard, 'health'),
      })),
    ),
  )
}

/** Several characters report at times of their own: each one's last value stands until its next one. */
function spanned({ times, series }: ChartData): ChartData {
  const held = series.map(line => {
    const end = line.values.findLastIndex(value => value !== null)
    let last: number | null = null
    const values = line.values.map((value, index) => {
      last = value ?? last
      return index <= end ? last : null
    })
    return { ...line, values }
  })
  return { times, series: held }
}
