import { type ReactNode, useMemo, useState, useSyncExternalStore } from 'react'
import { Chart } from '../../chart/Chart'
import { bucketTimes, onTimes } from '../../chart/data'
import { DAY, HOUR, killsPerHour, MINUTE, type Stretch } from '../../live/summary'
import { useSummaries } from '../../live/useSummaries'
import { useSession } from '../../shell/context'
import { text } from '../../text'
import { type Pace, paceOf, totalsOf } from './pace'
import type { Report } from './report'

const HEIGHT = 104
const MONTH: Stretch = { length: 30 * DAY, bucket: DAY }

interface FightChartProps {
  character: string
  report: Report
  ever: boolean
}

/** Of this session damage or kills, as one likes; of all time the kills of the last days. */
export function FightChart({ character, report, ever }: FightChartProps) {
  const { feed } = useSession()
  const recorder = totalsOf(feed)
  useSyncExternalStore(recorder.subscribe, recorder.getVersion)
  const pace = paceOf(recorder.of(character))
  const [wish, setWish] = useState<'damage' | 'kills' | null>(null)
  if (ever) return <KillsChart character={character} stretch={MONTH} />
  // Whoever looks for the first time has heard nothing yet, and the kills are stored.
  const shown = wish ?? (pace.length > 1 ? 'damage' : 'kills')
  const tools = (
    <label>
      <span className="unseen">{text.combat.chart}</span>
      <select value={shown} onChange={event => setWish(event.target.value as typeof shown)}>
        <option value="damage">{text.combat.charts.damage}</option>
        <option value="kills">{text.combat.charts.kills}</option>
      </select>
    </label>
  )
  if (shown === 'damage') return <DamageChart pace={pace} tools={tools} />
  return <KillsChart character={character} stretch={sinceBegin(report.seconds ?? 0)} tools={tools} />
}

/** From a session's begin on, in steps, so that it is not read anew with each report. */
function sinceBegin(seconds: number): Stretch {
  const hours = Math.min(24, Math.max(1, Math.ceil((seconds * 1000) / HOUR)))
  return { length: hours * HOUR, bucket: (hours > 12 ? 15 : 5) * MINUTE }
}

function DamageChart({ pace, tools }: { pace: readonly Pace[]; tools: ReactNode }) {
  return (
    <Chart
      label={text.combat.charts.damage}
      times={pace.map(({ at }) => at)}
      series={[
        {
          name: text.combat.series.given,
          colour: 'accent',
          filled: true,
          values: pace.map(({ given }) => given),
        },
        {
          name: text.combat.series.received,
          colour: 'bad',
          filled: true,
          values: pace.map(({ received }) => received),
        },
      ]}
      tools={tools}
      height={HEIGHT}
      empty={text.combat.damageEmpty}
    />
  )
}

interface KillsChartProps {
  character: string
  stretch: Stretch
  tools?: ReactNode
}

function KillsChart({ character, stretch, tools }: KillsChartProps) {
  const { data, span } = useSummaries([character], stretch)
  const { from, to } = span
  const byDay = stretch.bucket >= DAY
  const label = byDay ? text.combat.charts.days : text.combat.charts.kills
  const chart = useMemo(() => {
    const times = bucketTimes({ from, to }, stretch.bucket)
    const buckets = data?.get(character) ?? []
    const values = byDay
      ? onTimes(times, new Map(buckets.map(({ at, kills }) => [at, kills])), null)
      : onTimes(times, new Map(buckets.map(each => [each.at, killsPerHour(each, stretch.bucket)])), null)
    return { times, series: [{ name: label, colour: 'accent' as const, filled: true, values }] }
  }, [data, from, to, stretch.bucket, character, byDay, label])
  return (
    <Chart
      label={label}
      {...chart}
      span={span}
      kind={byDay ? 'bars' : 'line'}
      tools={tools}
      height={HEIGHT}
      when={byDay ? text.chart.day : text.exact}
      empty={data ? text.combat.killsEmpty : text.windows.loading}
    />
  )
}
