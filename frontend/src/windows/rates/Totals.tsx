import { text } from '../../text'
import { type Line, totalsOf } from './rates'

/** What each came to over the span, in figures. */
export function Totals({ lines, nameOf }: { lines: readonly Line[]; nameOf: (name: string) => string }) {
  const { columns } = text.rates
  return (
    <div className="rates-totals">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{text.rates.name}</span>
            </th>
            <th scope="col">{columns.kills}</th>
            <th scope="col">{columns.killsPerHour}</th>
            <th scope="col">{columns.deaths}</th>
            <th scope="col">{columns.tapersUsed}</th>
            <th scope="col">{columns.rares}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, buckets }) => {
            const { kills, killsPerHour, deaths, tapersUsed, rares } = totalsOf(buckets)
            return (
              <tr key={name}>
                <th scope="row" title={nameOf(name)}>
                  <bdi>{nameOf(name)}</bdi>
                </th>
                <td>{text.number(kills)}</td>
                <td>
                  {killsPerHour === null ? (
                    <span className="ink-3">{text.chart.none}</span>
                  ) : (
                    text.number(killsPerHour)
                  )}
                </td>
                <td className={deaths > 0 ? 'bad' : undefined}>{text.number(deaths)}</td>
                <td>{text.number(tapersUsed)}</td>
                <td className="rare">{rares > 0 ? text.number(rares) : ''}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
