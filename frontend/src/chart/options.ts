import uPlot from 'uplot'
import { text } from '../text'
import type { ChartProps } from './Chart'
import { type ChartData, dashOf, type Span, wholeMarks } from './data'
import { timeLabels, timeTicks } from './times'

interface Drawn extends ChartData {
  span?: Span | undefined
  most?: number | undefined
}

interface Wish extends Drawn {
  kind: NonNullable<ChartProps['kind']>
  onCursor: (index: number | null) => void
  /** What is to be drawn as of now: values change while the plot stays. */
  now: () => Drawn
}

// A label of the time axis and the room beside it.
const TIME_SPACE = 72
const MARK_SPACE = 28
const MOST_MARKS = 6

/** The plot's own shape of data: the times, then each line's values. */
export function toColumns({ times, series }: ChartData): uPlot.AlignedData {
  return [[...times], ...series.map(line => [...line.values])] as uPlot.AlignedData
}

/** How to draw all this with the theme as it stands on the page now. */
export function optionsOf(wish: Wish): Omit<uPlot.Options, 'width' | 'height'> {
  const style = getComputedStyle(document.documentElement)
  const read = (token: string) => style.getPropertyValue(`--${token}`).trim()
  const font = `11px ${read('font')}`
  const { now, onCursor } = wish
  const highest = () => now().most ?? largest(now().series)
  const marks = (plot: uPlot) =>
    wholeMarks(highest(), Math.min(MOST_MARKS, Math.max(1, Math.floor((plot.height - 30) / MARK_SPACE))))
  return {
    ms: 1,
    // Above for half of the highest mark, at the end for half of a time.
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { size: 7, width: 1.5, fill: read('surface-1') },
    },
    scales: {
      x: { time: true, range: (_, first, last) => timeRange(now(), first, last, wish.kind === 'bars') },
      y: { range: plot => [0, marks(plot).at(-1)!] },
    },
    axes: [
      {
        font,
        stroke: read('ink-3'),
        size: 22,
        gap: 4,
        splits: (plot, _, from, to) => timeTicks(from, to, Math.floor(plot.width / TIME_SPACE)),
        grid: { show: false },
        ticks: { show: true, stroke: read('line'), width: 1, size: 4 },
        values: (_, times) => timeLabels(times),
      },
      {
        font,
        stroke: read('ink-3'),
        gap: 4,
        size: (_, labels) => 8 + 7 * Math.max(1, ...(labels ?? []).map(label => label.length)),
        grid: { stroke: read('line'), width: 1 },
        ticks: { show: false },
        splits: plot => marks(plot),
        values: (_, values) => values.map(text.chart.mark),
      },
    ],
    series: [
      {},
      ...wish.series.map(
        (line, index): uPlot.Series => ({
          label: line.name,
          stroke: read(line.colour),
          width: 1.5,
          spanGaps: line.bridged ?? false,
          dash: wish.kind === 'bars' ? [] : dashOf(index),
          ...(line.filled || wish.kind === 'bars' ? { fill: `${read(line.colour)}30` } : {}),
          ...(wish.kind === 'bars' ? { paths: uPlot.paths.bars!({ size: [0.7, 48] }) } : {}),
          // A bar needs no point, and a line only where it has no neighbours.
          points:
            wish.kind === 'bars'
              ? { show: false }
              : { size: 4, fill: read(line.colour), filter: (plot, at) => isolated(plot.data[at]!) },
        }),
      ),
    ],
    hooks: { setCursor: [plot => onCursor(plot.cursor.idx ?? null)] },
  }
}

/** Values without a neighbour: no line reaches them, so that they are drawn as points. */
export function isolated(values: ArrayLike<number | null | undefined>): number[] {
  const found: number[] = []
  for (let index = 0; index < values.length; index++) {
    const alone = (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null
    if ((values[index] ?? null) !== null && alone) found.push(index)
  }
  return found
}

function largest(series: Drawn['series']): number {
  let most = 0
  for (const { values } of series)
    for (const value of values) if (value !== null && value > most) most = value
  return most
}

type Range = [from: number, to: number]

function timeRange({ span, times }: Drawn, first: number | null, last: number | null, bars: boolean): Range {
  // A bar stands around the time at which its bucket begins.
  const half = bars ? ((times[1] ?? 0) - (times[0] ?? 0)) / 2 : 0
  if (span) return [span.from - half, span.to - half]
  const [from, to] = [(first ?? 0) - half, (last ?? 1) + half]
  // A single moment stands in the middle of a minute.
  return from === to ? [from - 30_000, to + 30_000] : [from, to]
}
