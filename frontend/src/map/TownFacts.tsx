import { useLive } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { type Place, TOWN_UNITS } from './places'
import { describePlace } from './usePlace'

/** What a town is, where it lies, and how many are there. */
export function TownFacts({ place, past }: { place: Place; past: boolean }) {
  const { players } = useLive()
  const here = players.filter(
    ({ ew, ns }) => ew !== null && ns !== null && Math.hypot(place.ew - ew, place.ns - ns) < TOWN_UNITS,
  )
  return (
    <>
      <div className="hover-head">
        <b>{place.name}</b>
        <span className="hover-state ink-3">
          <Icon name="town" size={14} />
          {text.steps.rank(place)}
        </span>
      </div>
      <p className="ink-2">{describePlace(place.ns, place.ew, false)}</p>
      {!past && here.length > 0 && (
        <dl>
          <dt>{text.steps.here}</dt>
          <dd>{text.number(here.length)}</dd>
        </dl>
      )}
    </>
  )
}
