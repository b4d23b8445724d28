import { type ChartData, colourOf, MOST_SERIES, together } from '../../chart/data'
import { readNumber, readText } from '../../live/player'
import { type Recorded, recorderFor } from '../../live/recorder'
import { HOUR } from '../../live/summary'

export const VITALS = ['health', 'stamina', 'mana'] as const
export type Vital = (typeof VITALS)[number]

/** Percent of the most; what was not told is null. */
export type Vitals = Record<Vital, number | null>

/** The last hour of everybody's vitals as this page heard them, since somebody first asked: nothing stores them. */
export const vitalsOf = recorderFor<Vitals>({
  types: ['vitals'],
  read: message => {
    const character = readText(message.character_name)
    if (!character) return null
    const read = (vital: Vital) => readNumber(message[`${vital}_percentage`]) ?? shareOf(message, vital)
    return { character, value: { health: read('health'), stamina: read('stamina'), mana: read('mana') } }
  },
  span: HOUR,
  step: 5000,
})

function shareOf(message: Record<string, unknown>, vital: Vital): number | null {
  const [current, most] = [readNumber(message[`${vital}_current`]), readNumber(message[`${vital}_max`])]
  return current !== null && most ? (100 * current) / most : null
}

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
