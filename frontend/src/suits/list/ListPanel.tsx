import { useState } from 'react'
import { text } from '../../text'
import { Views } from '../../windows/Views'
import { useBuilder } from '../context'
import { useKeptSuits } from '../keptSuits'
import { FoundList } from './FoundList'
import { HandOver } from './HandOver'
import { SavedList } from './SavedList'
import './list.css'

/** The right column: the suits found or saved, and who hands over what for the one that is shown. */
export function ListPanel({ onShow }: { onShow: () => void }) {
  const { hunt, suits, kept, shown } = useBuilder()
  const saved = useKeptSuits()
  const [view, setView] = useState<'found' | 'saved'>(kept && !hunt ? 'saved' : 'found')
  const t = text.suits.list
  const running = hunt?.running === true
  const views = [
    { id: 'found' as const, title: running ? t.soFar(suits.length) : t.found(suits.length) },
    {
      id: 'saved' as const,
      title: saved.list?.length ? `${t.saved} ${saved.list.length}${saved.next ? '+' : ''}` : t.saved,
    },
  ]
  return (
    <aside className="sb-suit-list" aria-label={t.label}>
      <div className="sb-list-head">
        <Views
          label={t.label}
          views={views}
          chosen={view}
          onChoose={setView}
          aside={view === 'found' && suits.length > 1 ? <span className="label">{t.hint}</span> : null}
        />
      </div>
      {view === 'found' ? <FoundList onShow={onShow} /> : <SavedList onShow={onShow} />}
      {shown && <HandOver suit={shown} />}
    </aside>
  )
}
