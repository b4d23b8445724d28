import { useMemo, useState } from 'react'
import { Chart } from '../../chart/Chart'
import { bucketTimes, onTimes } from '../../chart/data'
import { type Bucket, DAY, HOUR, killsPerHour } from '../../live/summary'
import { useSummaries } from '../../live/useSummaries'
import { text } from '../../text'
import { Note } from '../Note'

const SPANS = { day: DAY, week: 7 * DAY }

/** What was done in each hour, the last one first. */
export function Hours({ character }: { character: string }) {
  const [span, setSpan] = useState<keyof typeof SPANS>('day')
  const read = useSummaries([character], { length: SPANS[span], bucket: HOUR })
  const { data } = read
  const { from, to } = read.span
  const buckets = data?.get(character) ?? []
  const chart = useMemo(() => {
    const times = bucketTimes({ from, to }, HOUR)
    const kills = new Map(data?.get(character)?.map(bucket => [bucket.at, bucket.kills]))
    const values = onTimes(times, kills, null)
    return { times, series: [{ name: text.combat.kills, colour: 'accent' as const, values }] }
  }, [data, character, from, to])
  return (
    <div className="scroll combat">
      <label className="combat-which">
        <span className="label">{text.combat.span}</span>
        <select value={span} onChange={event => setSpan(event.target.value as keyof typeof SPANS)}>
          {(Object.keys(SPANS) as (keyof typeof SPANS)[]).map(each => (
            <option key={each} value={each}>
              {text.combat.spans[each]}
            </option>
          ))}
        </select>
      </label>
      {buckets.length === 0 ? (
        <Note of={read} empty={text.combat.hoursEmpty} />
      ) : (
        <>
          <Chart
            label={text.combat.views.hours}
            {...chart}
            span={read.span}
            kind="bars"
            empty={text.combat.hoursEmpty}
          />
          <table className="combat-table combat-hours">
            <thead>
              <tr>
                <th scope="col">{text.combat.hour}</th>
                <th scope="col">{text.combat.kills.toLowerCase()}</th>
                <th scope="col">{text.combat.perHour}</th>
                <th scope="col">{text.combat.deaths}</th>
                <th scope="col">{text.combat.tapers}</th>
                <th scope="col">{text.combat.rares}</th>
              </tr>
            </thead>
            <tbody>
              {[...buckets].reverse().map(bucket => (
                <HourRow key={bucket.at} bucket={bucket} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  )
}

function HourRow({ bucket }: { bucket: Bucket }) {
  const { at, kills, deaths, tapersUsed, rares } = bucket
  return (
    <tr>
      <th scope="row">
        <time dateTime={new Date(at).toISOString()} title={text.exact(at)}>
          {text.chart.day(at)}, {text.clock(at)}
        </time>
      </th>
      <td>{text.number(kills)}</td>
      <td>{text.number(killsPerHour(bucket, HOUR))}</td>
      <td className={deaths > 0 ? 'bad' : 'ink-3'}>{text.number(deaths)}</td>
      <td>{text.number(tapersUsed)}</td>
      <td className="rare">{rares > 0 ? text.number(rares) : ''}</td>
    </tr>
  )
}
