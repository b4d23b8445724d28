import { formatPlace } from '../map/coordinates'
import { nearestPlace } from '../map/places'
import { onSurface } from '../map/view'
import { usePageContext } from '../shell/context'
import { text } from '../text'
import { StateMark } from '../ui/StateMark'
import { useReplay } from './useTimeline'

/** What is known of somebody at a time of the past: the place. */
export function PastCard({ name }: { name: string }) {
  const { replay } = usePageContext()
  const { time } = useReplay()
  const place = replay.placeOf(name)
  return (
    <>
      <div className="hover-head">
        <b dir="auto">{name}</b>
        {place && (
          <span className={`hover-state state-${place.state}`}>
            <StateMark state={place.state} />
          </span>
        )}
      </div>
      <p className="ink-2">{usePastPlace(name)}</p>
      {time !== null && <p className="ink-3">{text.replay.at(time)}</p>}
    </>
  )
}

/** Where somebody was then, in words. */
export function usePastPlace(name: string): string {
  const { replay } = usePageContext()
  useReplay()
  const place = replay.placeOf(name)
  if (!place) return text.replay.notThere
  if (!onSurface(place.ew, place.ns)) return text.map.offMap
  const near = nearestPlace(place.ns, place.ew)
  const at = formatPlace(place.ns, place.ew)
  return near ? `${at}, ${text.map.near(near.name)}` : at
}
