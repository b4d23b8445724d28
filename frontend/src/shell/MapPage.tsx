import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { API, getJson } from '../live/api'
import type { MapEngine } from '../map/engine'
import { MapView } from '../map/MapView'
import { linkReplay } from '../replay/link'
import { NotLive } from '../replay/NotLive'
import { PhoneReplay, ReplayBar } from '../replay/ReplayBar'
import { Replay } from '../replay/replay'
import { Roster } from '../roster/Roster'
import { RosterRail } from '../roster/RosterRail'
import { text } from '../text'
import { usePhone } from '../ui/media'
import { WindowStore } from '../windows/store'
import { WindowLayer } from '../windows/WindowLayer'
import { BottomBar } from './BottomBar'
import { PageContext, useLive, usePage, usePageContext, useSession } from './context'
import { EmptyGuide } from './EmptyGuide'
import { PageStore } from './page'
import { Sheet } from './Sheet'
import { TopLine } from './TopLine'
import { useKeys } from './useKeys'
import './shell.css'

/** The map page: the map, the roster and the windows. */
export function MapPage() {
  const { feed, map } = useSession()
  const engine = useRef<MapEngine | null>(null)
  const [context, setContext] = useState<PageContext | null>(null)
  useEffect(() => {
    const page = new PageStore()
    const windows = new WindowStore()
    const linked = page.get().windows
    if (linked) {
      windows.closeAll()
      for (const tab of linked) windows.open(tab)
    }
    const replay = new Replay(
      { fetchJson: path => getJson(API + path), now: () => feed.clock.time() },
      page.get().replay,
    )
    const unlink = linkReplay(replay, page)
    const tell = () => page.change({ windows: windows.get().flatMap(frame => frame.tabs) })
    const off = windows.subscribe(tell)
    setContext({ feed, page, windows, replay })
    // At once, not when all is drawn: who asks for a window in between means these windows.
    map.current = { feed, page, windows, replay, engine }
    return () => {
      map.current = null
      off()
      unlink()
      replay.close()
      page.close()
    }
  }, [feed, map])
  if (!context) return null
  return (
    <PageContext value={context}>
      <Layout engine={engine} />
    </PageContext>
  )
}

function Layout({ engine }: { engine: RefObject<MapEngine | null> }) {
  const phone = usePhone()
  const { page } = usePageContext()
  const { rosterOpen } = usePage()
  const { players, loaded, everSeen } = useLive()
  const filter = useRef<HTMLInputElement>(null)
  const { sheet } = usePage()
  const [sheetHeight, setSheetHeight] = useState(0)
  const [replayHeight, setReplayHeight] = useState(0)
  const insets = useMemo(
    () => ({ top: 0, right: 0, left: 0, bottom: phone ? sheetHeight + replayHeight : 0 }),
    [phone, sheetHeight, replayHeight],
  )
  useKeys(engine, () => {
    // Drawn before it returns, because the next key may already be meant for the field.
    flushSync(() =>
      page.change(
        phone ? { sheet: page.get().sheet === 'closed' ? 'half' : page.get().sheet } : { rosterOpen: true },
      ),
    )
    filter.current?.focus()
  })
  useEffect(() => {
    document.title = loaded ? text.title(players.length) : text.product
  }, [loaded, players.length])

  const beginning = loaded && !everSeen
  useEffect(() => {
    // On a phone there is no room for both the guide and an empty roster.
    if (beginning) page.change({ sheet: 'closed' })
    else page.change({ sheet: 'half' })
  }, [beginning, page])
  return (
    <div className={phone ? 'page phone' : 'page'}>
      <TopLine phone={phone} />
      <div className="stage">
        {!phone && (rosterOpen ? <Roster filterField={filter} /> : <RosterRail filterField={filter} />)}
        <div className="centre">
          <div className="over">
            <MapView engineRef={engine} insets={insets} guide={beginning ? <EmptyGuide /> : <NotLive />} />
            <WindowLayer phone={phone} />
          </div>
          {!phone && <ReplayBar />}
        </div>
        {phone && sheet !== 'full' && <PhoneReplay bottom={sheetHeight} onHeight={setReplayHeight} />}
        {phone && (
          <Sheet onHeight={setSheetHeight}>
            <Roster filterField={filter} phone />
          </Sheet>
        )}
      </div>
      {phone && <BottomBar />}
    </div>
  )
}
