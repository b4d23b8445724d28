import { useState } from 'react'
import { text } from '../../text'
import { Views } from '../Views'
import { FactorView } from './FactorView'
import { PasswordView } from './PasswordView'
import { SessionsView } from './SessionsView'
import '../rows.css'
import './account.css'

const VIEWS = { sessions: SessionsView, password: PasswordView, factor: FactorView }
type View = keyof typeof VIEWS
const ALL = Object.keys(VIEWS) as View[]

/** One's own sessions, password and second factor. */
export default function AccountWindow() {
  const [view, setView] = useState<View>('sessions')
  const Shown = VIEWS[view]
  return (
    <>
      <Views
        label={text.account.title}
        views={ALL.map(id => ({ id, title: text.account.views[id] }))}
        chosen={view}
        onChoose={setView}
      />
      <Shown />
    </>
  )
}
