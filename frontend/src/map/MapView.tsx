import {
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useLive, useOpenWindow, usePage, usePageContext } from '../shell/context'
import type { PageStore } from '../shell/page'
import { text } from '../text'
import { reducedMotion } from '../ui/media'
import { onTheme } from '../ui/theme'
import { ChosenCard } from './ChosenCard'
import type { Insets } from './camera'
import { formatPlace } from './coordinates'
import { MapEngine } from './engine'
import { isEmpty, membersOf } from './group'
import { HoverCard } from './HoverCard'
import type { HeatLegend } from './heat/heatLayer'
import { LayersCard } from './LayersCard'
import { landblockOf } from './landblock'
import { MapData } from './MapData'
import { MapTools } from './MapTools'
import { MeasureCard } from './measure/MeasureCard'
import { useMeasure } from './measure/useMeasure'
import { type MenuPlace, PlaceMenu } from './PlaceMenu'
import type { Pointed } from './pointed'
import { Scale } from './Scale'
import { useStepVoice } from './steps/useStepVoice'
import { useHidden } from './useHidden'
import './map.css'
import './layers.css'

const JumpField = lazy(() => import('./jump/JumpField'))

// Whoever jumps to a place looks at it from at least so near, pixels a unit.
const LOOK_SCALE = 24

interface MapViewProps {
  engineRef: RefObject<MapEngine | null>
  insets: Insets
  /** Shown in the middle instead of people, while there are none. */
  guide: ReactNode
}

/** The map with everything that lies on it. Drawing itself is the engine's; React only hears of choices. */
export function MapView({ engineRef, insets, guide }: MapViewProps) {
  const surface = useRef<HTMLDivElement>(null)
  const card = useRef<HTMLDivElement>(null)
  const place = useRef<HTMLSpanElement>(null)
  const { feed, page, replay } = usePageContext()
  const { players } = useLive()
  const { followed, group, selected, layersOpen, jumpOpen, look } = usePage()
  const [engine, setEngine] = useState<MapEngine | null>(null)
  const [hovered, setHovered] = useState<Pointed | null>(null)
  const hoveredAt = useRef({ x: 0, y: 0 })
  const [menu, setMenu] = useState<MenuPlace | null>(null)
  const closeMenu = useCallback(() => {
    // Who worked with the keyboard goes on where the menu was asked for.
    if (document.activeElement?.closest('.place-menu')) surface.current?.focus({ preventScroll: true })
    setMenu(null)
  }, [])
  const { voice, onStep } = useStepVoice()
  const openWindow = useOpenWindow()
  const told = useRef({ onStep, openWindow })
  told.current = { onStep, openWindow }
  const measure = useMeasure(engine)
  const [legend, setLegend] = useState<HeatLegend | null>(null)
  const showScale = useRef<((scale: number) => void) | null>(null)
  const covers = useRef(insets)
  covers.current = insets

  useEffect(() => {
    const root = surface.current!
    const [land, moving, pointer] = [...root.querySelectorAll('canvas')]
    const engine = new MapEngine(
      root,
      { land: land!, moving: moving!, pointer: pointer! },
      feed,
      {
        onHover: (pointed, at) => {
          setHovered(pointed)
          hoveredAt.current = at
          if (card.current) moveCard(card.current, root, at)
        },
        onLegend: setLegend,
        onMenu: (place, at) => setMenu({ ...place, ...at, scale: engine.camera.view.scale }),
        onSelect: name => page.change({ selected: name }),
        onStep: (step, why) => told.current.onStep(step, why),
        onOpen: name => {
          if (page.get().followed !== name) page.change({ selected: name })
          told.current.openWindow({ kind: 'sheet', subject: null })
        },
        onRelease: () => release(page),
        onView: ({ ew, ns, scale }) => {
          page.change({ view: engine.camera.showsAll ? null : { ew, ns, scale } })
        },
        onScale: scale => showScale.current?.(scale),
        onPlace: at => {
          if (place.current) place.current.textContent = at ? wherePointed(at.ns, at.ew) : ''
        },
      },
      reducedMotion,
    )
    engineRef.current = engine
    setEngine(engine)
    engine.setPast(replay)
    const fit = () => engine.resize(covers.current)
    const observer = new ResizeObserver(fit)
    observer.observe(root)
    fit()
    const { view } = page.get()
    if (view) engine.camera.jump(view, view.scale)
    const offTheme = onTheme(() => engine.repaint())
    const wake = () => engine.wake()
    document.addEventListener('visibilitychange', wake)
    // Names drawn before the font has come would stay in another one.
    document.fonts?.load('12px "Roboto Variable"').then(
      () => engine.repaint(),
      () => {},
    )
    return () => {
      observer.disconnect()
      offTheme()
      document.removeEventListener('visibilitychange', wake)
      engineRef.current = null
      setEngine(null)
      engine.close()
    }
  }, [feed, page, replay, engineRef])

  // Only now it is as large as what it says.
  useLayoutEffect(() => {
    if (hovered && card.current) moveCard(card.current, surface.current!, hoveredAt.current)
  }, [hovered])
  useEffect(() => engineRef.current?.resize(insets), [engineRef, insets])
  useHidden(engine)
  useEffect(() => engineRef.current?.setFollowed(followed), [engineRef, followed])
  const members = membersOf(group, players)
    .map(({ name }) => name)
    .join('\n')
  useEffect(() => engine?.setGroup(members ? members.split('\n') : []), [engine, members])
  useEffect(() => engineRef.current?.setSelected(selected), [engineRef, selected])

  useEffect(() => {
    engine?.setPin(look?.name ? look : null)
    if (look) engine?.flyTo(look, Math.max(LOOK_SCALE, engine.camera.view.scale))
  }, [engine, look])

  const act = (change: (engine: MapEngine) => void) => () => {
    if (!engineRef.current) return
    change(engineRef.current)
    engineRef.current.wake()
  }
  const showAll = act(engine => {
    release(page)
    engine.camera.showAll()
  })
  return (
    <main className="map">
      <div
        ref={surface}
        className="map-surface"
        role="application"
        aria-label={text.map.label}
        aria-description={text.map.help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is worked with the keyboard
        tabIndex={0}
      >
        <canvas />
        <canvas />
        <canvas />
      </div>
      <p className="unseen" role="status" aria-label={text.steps.label}>
        {voice}
      </p>
      <ChosenCard />
      {guide}
      <MapTools
        bottom={insets.bottom}
        onZoomIn={act(engine => engine.camera.zoomBy(1.5))}
        onZoomOut={act(engine => engine.camera.zoomBy(1 / 1.5))}
        onAll={showAll}
      />
      <Scale showRef={showScale} bottom={insets.bottom} placeRef={place} />
      {layersOpen && <LayersCard legend={legend} bottom={insets.bottom} />}
      {jumpOpen && (
        <Suspense>
          <JumpField />
        </Suspense>
      )}
      {measure.active && (
        <MeasureCard showRef={measure.showRef} onUndo={measure.undo} onClose={measure.end} />
      )}
      {menu && (
        <PlaceMenu
          at={menu}
          onMeasure={() => measure.begin({ ns: menu.ns, ew: menu.ew })}
          onClose={closeMenu}
        />
      )}
      <HoverCard cardRef={card} pointed={hovered} />
      {engine && <MapData engine={engine} />}
    </main>
  )
}

/** Lets go of whoever is followed. */
function release(page: PageStore): void {
  const { followed, group } = page.get()
  if (followed || !isEmpty(group)) page.follow(null)
}

/** The place under the pointer, and its landblock as the game writes it. */
function wherePointed(ns: number, ew: number): string {
  const block = landblockOf(ns, ew)
  return block ? `${formatPlace(ns, ew)} · ${block}` : formatPlace(ns, ew)
}

const GAP = 14

/** Puts the card beside its marker, on the side where there is room. */
function moveCard(card: HTMLElement, root: HTMLElement, { x, y }: { x: number; y: number }): void {
  const { offsetWidth: width, offsetHeight: height } = card
  const left = x - width - GAP > 8 ? x - width - GAP : x + GAP
  const top = y - height - GAP > 24 ? y - height - GAP : y + GAP
  const inside = Math.min(left, root.clientWidth - width - 8)
  card.style.transform = `translate(${Math.round(inside)}px, ${Math.round(top)}px)`
}
