import type { ReactNode } from 'react'
import type { ApiError } from '../live/api'
import { text } from '../text'
import { CopyField } from '../ui/CopyField'
import { IMPORT, SIMULATE } from '../ui/commands'

function State({ title, lead, children }: { title: string; lead: string; children?: ReactNode }) {
  return (
    <section className="sb-suits-state">
      <h2>{title}</h2>
      <p className="ink-2">{lead}</p>
      {children}
    </section>
  )
}

/** No character's items are known yet: how they come. */
export function NoInventories({ onAgain }: { onAgain: () => void }) {
  const t = text.suits.states
  return (
    <State title={t.noInventories} lead={t.noInventoriesLead}>
      <h3>{t.fromPlugin}</h3>
      <p className="ink-3">{t.fromPluginDetail}</p>
      <h3>{t.fromFile}</h3>
      <CopyField label={t.fromFile} value={IMPORT}>
        {IMPORT}
      </CopyField>
      <p className="ink-3">{t.fromFileDetail}</p>
      <h3>{t.tryOut}</h3>
      <CopyField label={t.tryOut} value={SIMULATE}>
        {SIMULATE}
      </CopyField>
      <p className="ink-3">{t.tryOutDetail}</p>
      <button type="button" className="button" onClick={onAgain}>
        {t.lookAgain}
      </button>
    </State>
  )
}

export function DeniedState() {
  return <State title={text.suits.states.denied} lead={text.suits.states.deniedDetail} />
}

/** The server is away, or answers with an error. */
export function NotReached({ error, onAgain }: { error: ApiError; onAgain: () => void }) {
  const t = text.suits.states
  const away = error.status === 0
  return (
    <State title={away ? t.away : text.windows.unread(error)} lead={t.awayDetail}>
      <button type="button" className="button" onClick={onAgain}>
        {text.windows.again}
      </button>
    </State>
  )
}
