import { useEffect, useMemo, useState } from 'react'
import { useLive, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Icon, type IconName } from '../../ui/Icon'
import { Combo } from '../Combo'
import { formatPlace } from '../coordinates'
import { type Findable, type FoundKind, findPlaces, TOWNS } from './find'
import { findablePlayers, loadPlaces } from './loadPlaces'

const MOST = 8
const ICONS: Record<FoundKind, IconName> = {
  place: 'pin',
  landblock: 'map',
  player: 'user',
  town: 'town',
  dungeon: 'dungeon',
  poi: 'poi',
  portal: 'portal',
}

/** A field that takes coordinates or a name and brings the map there. */
export default function JumpField() {
  const { page } = usePageContext()
  const { players } = useLive()
  const [wanted, setWanted] = useState('')
  const [places, setPlaces] = useState<readonly Findable[]>(TOWNS)
  useEffect(() => {
    let open = true
    loadPlaces().then(loaded => open && setPlaces(loaded))
    return () => {
      open = false
    }
  }, [])
  const found = useMemo(
    () => findPlaces(wanted, [...findablePlayers(players), ...places], MOST),
    [wanted, players, places],
  )
  const close = () => {
    page.change({ jumpOpen: false })
    document.querySelector<HTMLElement>('.map-surface')?.focus()
  }
  const go = (place: Findable) => {
    if (place.kind === 'player') page.change({ selected: place.name })
    page.lookAt(place, place.name)
    close()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving it closes it, the keys are the field's
    <div
      className="card jump"
      data-covers-map
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) page.change({ jumpOpen: false })
      }}
    >
      <Combo
        label={text.jump.label}
        placeholder={text.jump.placeholder}
        value={wanted}
        options={found.map(place => ({
          id: place.id,
          label: place.name,
          hint: hintOf(place),
          mark: <Icon name={ICONS[place.kind]} size={14} />,
        }))}
        nothing={wanted.trim() ? text.jump.nothing : null}
        onInput={setWanted}
        onChoose={option => {
          const place = found.find(({ id }) => id === option.id)
          if (place) go(place)
        }}
        onClose={close}
      />
    </div>
  )
}

function hintOf(place: Findable): string {
  if (place.kind === 'place') return text.jump.kinds.place
  return `${text.jump.kinds[place.kind]}, ${formatPlace(place.ns, place.ew)}`
}
