import { useEffect } from 'react'
import { useMessages } from '../live/useMessages'
import { useResource } from '../live/useResource'
import { useStored } from '../live/useStored'
import { useReplay } from '../replay/useTimeline'
import { usePage, useSession } from '../shell/context'
import type { MapEngine } from './engine'
import { readHeat } from './heat/points'
import type { LayerChoice } from './layers'
import { lately, minuteOf, spanBefore, untilHour } from './marks/lately'
import { deathOf, type Mark, rareOf, readDeaths, readPortals, readRareMarks, withNewest } from './marks/mark'
import { loadPicture } from './picture'

const HEAT_EVERY = 60_000
const PORTALS_EVERY = 300_000
const EVENTS_EVERY = 300_000
const MOST_EVENTS = 500

/** Brings what the layers show to the map, each only while it is switched on. */
export function MapData({ engine }: { engine: MapEngine }) {
  const { layers } = usePage()
  const { shown } = layers
  useEffect(() => engine.overlays.show(shown), [engine, shown])
  return (
    <>
      {(shown.includes('dungeons') || shown.includes('pois')) && <AtlasMarks engine={engine} />}
      {shown.includes('portals') && <PortalMarks engine={engine} />}
      {shown.includes('deaths') && <DeathMarks engine={engine} />}
      {shown.includes('rares') && <RareMarks engine={engine} />}
      {shown.includes('picture') && <Picture engine={engine} />}
      {shown.includes('heat') && <Heat engine={engine} choice={layers} />}
    </>
  )
}

function AtlasMarks({ engine }: { engine: MapEngine }) {
  useEffect(() => {
    let wanted = true
    import('./atlas').then(
      ({ ENTRANCES, POIS, nearestMark }) => {
        if (!wanted) return
        engine.overlays.nearestMark = nearestMark
        engine.overlays.setMarks('dungeon', ENTRANCES)
        engine.overlays.setMarks('poi', POIS)
      },
      // Without the network the map goes on without them.
      () => {},
    )
    return () => {
      wanted = false
    }
  }, [engine])
  return null
}

function PortalMarks({ engine }: { engine: MapEngine }) {
  const { data, reload } = useResource('/portals', readPortals, PORTALS_EVERY)
  useStored(['portal'], reload)
  useEffect(() => {
    if (data) engine.overlays.setMarks('portal', data)
  }, [engine, data])
  return null
}

function DeathMarks({ engine }: { engine: MapEngine }) {
  const past = minuteOf(useReplay().time)
  const { data, change } = useResource(
    `/deaths?limit=${MOST_EVENTS}${spanBefore(past)}`,
    readDeaths,
    EVENTS_EVERY,
  )
  useMessages(['death'], message => {
    const mark = deathOf(message)
    if (mark) change(marks => withNewest(marks, mark))
  })
  useEvents(engine, 'death', data, past)
  return null
}

function RareMarks({ engine }: { engine: MapEngine }) {
  const past = minuteOf(useReplay().time)
  const { data, change, reload } = useResource(
    `/rares?limit=${MOST_EVENTS}${spanBefore(past)}`,
    readRareMarks,
    EVENTS_EVERY,
  )
  useMessages(['rare'], message => {
    const mark = rareOf(message)
    if (mark) change(marks => withNewest(marks, mark))
  })
  // Whether it is a great one the list tells.
  useStored(['rare'], reload)
  useEvents(engine, 'rare', data, past)
  return null
}

/** Shows those of the last day, or of the day before the time that is replayed. */
function useEvents(
  engine: MapEngine,
  kind: 'death' | 'rare',
  data: Mark[] | null,
  past: number | null,
): void {
  const { clock } = useSession().feed
  useEffect(() => {
    if (data) engine.overlays.setMarks(kind, lately(data, past, clock.time()))
  }, [engine, kind, data, past, clock])
}

function Picture({ engine }: { engine: MapEngine }) {
  useEffect(() => {
    let wanted = true
    loadPicture().then(picture => wanted && engine.overlays.setPicture(picture))
    return () => {
      wanted = false
    }
  }, [engine])
  return null
}

function Heat({ engine, choice }: { engine: MapEngine; choice: LayerChoice }) {
  const mob = choice.mob ? `&mob=${encodeURIComponent(choice.mob)}` : ''
  const until = untilHour(useReplay().time)
  const { data } = useResource(`/spawns/heatmap?hours=${choice.hours}${mob}${until}`, readHeat, HEAT_EVERY)
  useEffect(() => {
    if (data) engine.overlays.setHeat(data)
  }, [engine, data])
  return null
}
