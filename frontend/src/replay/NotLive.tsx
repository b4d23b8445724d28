import { text } from '../text'
import { useReplay } from './useTimeline'

/** Says on the map that it does not show what is now. */
export function NotLive() {
  const { time } = useReplay()
  if (time === null) return null
  return (
    <div className="not-live">
      <p data-covers-map>
        <b role="status">{text.replay.notLive}</b>
        <time dateTime={new Date(time).toISOString()} title={text.exact(time)}>
          {`${text.replay.shortDay(time)}, ${text.replay.seconds(time)}`}
        </time>
      </p>
    </div>
  )
}
