import { STATES } from '../live/player'
import { useResource } from '../live/useResource'
import { useReplay } from '../replay/useTimeline'
import { useLive, usePage, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon, type IconName } from '../ui/Icon'
import { StateMark } from '../ui/StateMark'
import { useReturnFocus } from '../ui/useReturnFocus'
import { HeatScale } from './HeatScale'
import type { HeatLegend } from './heat/heatLayer'
import { readMobs } from './heat/points'
import { HEAT_HOURS, type HeatHours, LAYERS, type Layer, toggleLayer } from './layers'
import { MobChoice } from './MobChoice'
import { untilHour } from './marks/lately'
import { usePictured } from './picture'

const ICONS: Record<Layer, IconName> = {
  heat: 'heat',
  trails: 'trail',
  portals: 'portal',
  towns: 'town',
  dungeons: 'dungeon',
  pois: 'poi',
  deaths: 'death',
  rares: 'rare',
  picture: 'map',
}
const MOBS_EVERY = 300_000

/** A switch for each layer, what the heat means, and what the marks of the characters mean. */
export function LayersCard({ legend, bottom }: { legend: HeatLegend | null; bottom: number }) {
  const { page } = usePageContext()
  const { layers } = usePage()
  const pictured = usePictured()
  const offered = LAYERS.filter(layer => layer !== 'picture' || pictured || layers.shown.includes(layer))
  const close = () => page.change({ layersOpen: false })
  useReturnFocus()
  return (
    <section
      id="map-layers"
      className="card layers"
      aria-label={text.layers.title}
      data-covers-map
      style={{ maxHeight: `calc(100% - ${24 + bottom}px)` }}
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        close()
      }}
    >
      {layers.shown.includes('heat') && <HeatPart legend={legend} />}
      <div className="layers-head">
        <h2>{text.layers.title}</h2>
        <button
          type="button"
          className="icon-button small"
          aria-label={text.windows.close(text.layers.title)}
          title={text.windows.closeShort}
          onClick={close}
        >
          <Icon name="close" size={14} />
        </button>
      </div>
      <div className="layers-switches">
        {offered.map(layer => (
          <button
            key={layer}
            type="button"
            role="switch"
            className="layer"
            aria-checked={layers.shown.includes(layer)}
            onClick={() => page.change({ layers: toggleLayer(layers, layer) })}
          >
            <Icon name={ICONS[layer]} />
            {text.layers.names[layer]}
            <i className="switch" aria-hidden="true" />
          </button>
        ))}
      </div>
      <StatesLegend />
    </section>
  )
}

function HeatPart({ legend }: { legend: HeatLegend | null }) {
  const { page } = usePageContext()
  const { layers } = usePage()
  const { time } = useReplay()
  const mobs = useResource(`/spawns/mobs?hours=${layers.hours}${untilHour(time)}`, readMobs, MOBS_EVERY)
  const { hours, mob } = layers
  return (
    <div className="heat">
      <div className="heat-head">
        <h2>{text.layers.heatTitle}</h2>
        <select
          aria-label={text.layers.within}
          value={hours}
          onChange={event =>
            page.change({ layers: { ...layers, hours: Number(event.target.value) as HeatHours } })
          }
        >
          {HEAT_HOURS.map(each => (
            <option key={each} value={each}>
              {time === null ? text.layers.hours[each] : text.layers.hoursThen[each]}
            </option>
          ))}
        </select>
      </div>
      <HeatScale legend={legend} />
      <MobChoice
        mobs={mobs.data ?? []}
        chosen={mob}
        onChoose={next => page.change({ layers: { ...layers, mob: next } })}
      />
    </div>
  )
}

function StatesLegend() {
  const { players } = useLive()
  return (
    <ul className="layers-states" aria-label={text.roster.states}>
      {STATES.map(state => (
        <li key={state}>
          <StateMark state={state} />
          <span aria-hidden="true">{text.states[state]}</span>
          <span className="ink-3">{text.number(players.filter(each => each.state === state).length)}</span>
        </li>
      ))}
    </ul>
  )
}
