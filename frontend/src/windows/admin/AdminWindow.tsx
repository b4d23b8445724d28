import { useState } from 'react'
import { text } from '../../text'
import { Views } from '../Views'
import { Audit } from './Audit'
import { Secrets } from './Secrets'
import { Tokens } from './Tokens'
import { Users } from './Users'
import '../rows.css'
import './admin.css'

const VIEWS = { users: Users, tokens: Tokens, secrets: Secrets, audit: Audit }
type View = keyof typeof VIEWS
const ALL = Object.keys(VIEWS) as View[]

/** Users, API tokens, plugin secrets and the audit, for administrators. */
export default function AdminWindow() {
  const [view, setView] = useState<View>('users')
  const Shown = VIEWS[view]
  return (
    <>
      <Views
        label={text.admin.title}
        views={ALL.map(id => ({ id, title: text.admin.views[id] }))}
        chosen={view}
        onChoose={setView}
      />
      <Shown />
    </>
  )
}
