import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../ui/theme'
import type { ChartProps } from './Chart'
import { optionsOf, toColumns } from './options'

interface PlotProps extends ChartProps {
  /** Where the hair line stands; null: nowhere. */
  at: number | null
  onCursor: (index: number | null) => void
}

/** What draws a chart. A new theme and new lines make it anew; new values and sizes do not. */
export default function Plot({ times, series, span, kind = 'line', most, at, onCursor }: PlotProps) {
  const theme = useTheme()
  const root = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const latest = useRef({ times, series, span, most, at })
  latest.current = { times, series, span, most, at }
  const drawn = JSON.stringify([theme, kind, series.map(({ values: _, ...line }) => line)])

  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn stands for all that is built in
  useEffect(() => {
    const box = root.current!
    const options = optionsOf({ ...latest.current, kind, onCursor, now: () => latest.current })
    const size = () => ({ width: Math.max(1, box.clientWidth), height: Math.max(1, box.clientHeight) })
    const made = new uPlot({ ...options, ...size() }, toColumns(latest.current), box)
    plot.current = made
    const watch = new ResizeObserver(() => {
      const { width, height } = size()
      // A window that is being folded away has no size.
      if (width > 1 && height > 1 && (width !== made.width || height !== made.height)) made.setSize(size())
    })
    watch.observe(box)
    return () => {
      watch.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [drawn, onCursor])

  const { from, to } = span ?? {}
  // biome-ignore lint/correctness/useExhaustiveDependencies: span by its ends, or each rendering would draw
  useEffect(() => {
    plot.current?.setData(toColumns({ times, series }))
  }, [times, series, from, to, most])

  useEffect(() => {
    const made = plot.current
    if (!made || at === (made.cursor.idx ?? null)) return
    const time = at === null ? undefined : times[at]
    const left = time === undefined ? -10 : made.valToPos(time, 'x')
    // Without telling: it is the page that moved it.
    made.setCursor({ left, top: time === undefined ? -10 : 0 }, false)
  }, [at, times])

  return <div className="chart-canvas" ref={root} aria-hidden="true" />
}
