import { useState } from 'react'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Views } from '../Views'
import { GameView } from './GameView'
import { HereView } from './HereView'
import { RefusedView } from './RefusedView'
import './server.css'

const VIEWS = { here: HereView, game: GameView, refused: RefusedView }
type View = keyof typeof VIEWS

/** How this server does, how the game's does, and, for administrators, what was refused. */
export default function ServerWindow() {
  const admin = useLive().permissions.includes('admin')
  const [view, setView] = useState<View>('here')
  const offered: View[] = admin ? ['here', 'game', 'refused'] : ['here', 'game']
  const Shown = VIEWS[view]
  return (
    <>
      <Views
        label={text.server.title}
        views={offered.map(id => ({ id, title: text.server.views[id] }))}
        chosen={view}
        onChoose={setView}
      />
      <Shown />
    </>
  )
}
