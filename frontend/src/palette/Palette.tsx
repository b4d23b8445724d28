import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react'
import { useLive, useOpenWindow, useSession } from '../shell/context'
import { text } from '../text'
import { Dialog } from '../ui/Dialog'
import { Icon } from '../ui/Icon'
import { type Entry, entries, find } from './entries'
import { useFollow, useShowPlace } from './reach'
import { useItems } from './useItems'
import './palette.css'

/** One field that finds characters, places, items, pages, windows and actions. */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const found = useFound(typed, onKeys)
  const id = useId()
  const at = Math.min(chosen, found.length - 1)
  useEffect(() => {
    document.getElementById(`${id}${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])
  const run = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    entry.run()
  }
  const onKey = (event: KeyboardEvent) => {
    const to: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: Math.min(at + 8, found.length - 1),
      PageUp: Math.max(at - 8, 0),
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(found[at])
    else if (event.key in to && found.length > 0) setChosen((to[event.key]! + found.length) % found.length)
    else return
    event.preventDefault()
  }
  return (
    <Dialog label={text.palette.title} className="palette" onClose={onClose}>
      <div className="palette-field">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label={text.palette.title}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={at >= 0 ? `${id}${at}` : undefined}
          placeholder={text.palette.placeholder}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={event => {
            setTyped(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKey}
        />
        <kbd>Esc</kbd>
      </div>
      <div id={id} role="listbox" aria-label={text.palette.title} className="palette-list scroll">
        {found.map((entry, index) => (
          <Row
            key={entry.id}
            id={`${id}${index}`}
            entry={entry}
            first={entry.group !== found[index - 1]?.group}
            chosen={index === at}
            onPoint={() => setChosen(index)}
            onRun={() => run(entry)}
          />
        ))}
        {found.length === 0 && <p className="win-note">{text.palette.nothing}</p>}
      </div>
      <p className="unseen" role="status">
        {text.palette.found(found.length)}
      </p>
    </Dialog>
  )
}

function useFound(typed: string, keys: () => void): Entry[] {
  const { go } = useSession()
  const live = useLive()
  const openWindow = useOpenWindow()
  const follow = useFollow()
  const show = useShowPlace()
  const items = useItems(typed)
  return useMemo(() => {
    const all = entries({ live, go, openWindow, follow, show, keys }, typed)
    const found = find(all, typed)
    return [...found, ...items]
  }, [live, go, openWindow, follow, show, keys, typed, items])
}

interface RowProps {
  id: string
  entry: Entry
  /** Whether it is the first of its group, which is then named above it. */
  first: boolean
  chosen: boolean
  onPoint: () => void
  onRun: () => void
}

function Row({ id, entry, first, chosen, onPoint, onRun }: RowProps) {
  return (
    <>
      {first && (
        <p className="label palette-group" role="presentation">
          {text.palette.groups[entry.group]}
        </p>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys */}
      <div
        id={id}
        role="option"
        aria-selected={chosen}
        className="palette-row"
        onPointerMove={onPoint}
        onClick={onRun}
      >
        <Icon name={entry.icon} />
        <span className="cut" dir="auto">
          {entry.title}
        </span>
        {entry.hint && <span className="ink-3 cut palette-hint">{entry.hint}</span>}
      </div>
    </>
  )
}
