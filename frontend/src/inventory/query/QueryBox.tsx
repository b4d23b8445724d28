import {
  type KeyboardEvent,
  lazy,
  Suspense,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useInventory, usePageState, useResults } from '../context'
import { CompletionList } from './CompletionList'
import { type Completed, completed } from './completion'
import { FaultMessage } from './FaultMessage'
import { beingTyped, mended } from './fault'
import { QueryText } from './QueryText'
import { useCompletion } from './useCompletion'

const FilterHelp = lazy(() => import('../help/FilterHelp'))

const LONGEST = 2000

/** The one box: what is typed, in colours; what may be typed; what is wrong with it. */
export function QueryBox({ phone }: { phone: boolean }) {
  const { store } = useInventory()
  const { q } = usePageState()
  const { fault, of, canonical } = useResults()
  const { asked, ask, close } = useCompletion()
  const [chosen, setChosen] = useState<number | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const paint = useRef<HTMLDivElement>(null)
  const mark = useRef<HTMLSpanElement>(null)
  const listId = useId()
  const faultId = useId()
  const [caret, setCaret] = useState<{ at: number } | null>(null)
  const [scrolled, setScrolled] = useState(0)
  const [help, setHelp] = useState(false)
  const items = asked && asked.of === q ? asked.completion.items : []

  // A field jumps to its end when its text is changed from outside.
  useLayoutEffect(() => {
    if (caret) field.current?.setSelectionRange(caret.at, caret.at)
  }, [caret])
  // What is drawn lies exactly under what is typed, however far that is scrolled.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field scrolls when its text changes
  useLayoutEffect(() => setScrolled(field.current?.scrollLeft ?? 0), [q, caret])

  const put = (next: { text: string; at: number }, goOn: boolean) => {
    store.change({ q: next.text, view: 'items' })
    setCaret({ at: next.at })
    setChosen(null)
    field.current?.focus()
    if (goOn) ask(next.text, next.at)
    else close()
  }
  const take = (item: Completed) => asked && put(completed(q, asked.completion, item), true)
  const type = (typed: string) => {
    store.change({ q: typed, view: 'items' })
    setChosen(null)
    ask(typed, field.current?.selectionStart ?? typed.length)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      if (items.length === 0) {
        if (step > 0) ask(q, field.current?.selectionStart ?? q.length)
      } else setChosen(((chosen ?? (step > 0 ? -1 : 0)) + step + items.length) % items.length)
    } else if (event.key === 'Tab' && !event.shiftKey && items.length > 0) take(items[chosen ?? 0]!)
    else if (event.key === 'Enter') {
      if (chosen !== null && items[chosen]) take(items[chosen])
      else {
        close()
        store.change({ q: q.trim(), view: 'items' })
        if (phone) field.current?.blur()
      }
    } else if (event.key === 'Escape' && asked) {
      close()
      setChosen(null)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  useSlash(field)
  useHelpKey(setHelp)

  const typing = fault !== null && asked?.of === q && beingTyped(fault, asked.completion)
  const shown = fault && fault.kind !== 'incomplete' && !typing ? fault : null
  return (
    <search className={shown ? 'q-box faulty' : 'q-box'}>
      <div className="q-field">
        <Icon name="search" />
        <div className="q-line">
          <div ref={paint} className="q-paint" aria-hidden="true">
            <span style={{ transform: `translateX(${-scrolled}px)` }}>
              <QueryText text={q} fault={shown} markRef={mark} />
            </span>
          </div>
          <input
            ref={field}
            value={q}
            dir="ltr"
            role="combobox"
            aria-label={text.inventory.query.label}
            aria-autocomplete="list"
            aria-expanded={items.length > 0}
            aria-controls={items.length > 0 ? listId : undefined}
            aria-activedescendant={chosen === null ? undefined : `${listId}-${chosen}`}
            aria-invalid={shown !== null}
            aria-describedby={shown ? faultId : undefined}
            aria-keyshortcuts="/"
            placeholder={text.inventory.query.placeholder}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="search"
            maxLength={LONGEST}
            onChange={event => type(event.target.value)}
            onKeyDown={onKey}
            onScroll={event => setScrolled(event.currentTarget.scrollLeft)}
            onSelect={event => setScrolled(event.currentTarget.scrollLeft)}
            onClick={() => ask(q, field.current?.selectionStart ?? q.length)}
            onBlur={close}
          />
        </div>
        {q && (
          <button
            type="button"
            className="icon-button"
            aria-label={text.inventory.query.clear}
            title={text.inventory.query.clear}
            onClick={() => put({ text: '', at: 0 }, false)}
          >
            <Icon name="close" />
          </button>
        )}
        <button
          type="button"
          className="icon-button q-help"
          aria-label={text.inventory.help.open}
          aria-keyshortcuts="F1"
          title={`${text.inventory.help.open} (F1)`}
          onClick={() => setHelp(true)}
        >
          <Icon name="info" />
        </button>
        {shown && (
          <FaultMessage
            id={faultId}
            fault={shown}
            mark={mark}
            within={paint}
            scrolled={scrolled}
            onMend={suggestion => put(mended(q, shown, suggestion), false)}
          />
        )}
      </div>
      {items.length > 0 && asked && (
        <CompletionList
          id={listId}
          completion={asked.completion}
          typed={q.slice(asked.completion.from, asked.completion.to)}
          chosen={chosen}
          onTake={take}
        />
      )}
      {help && (
        <Suspense>
          <FilterHelp
            onClose={() => setHelp(false)}
            onTry={example => {
              setHelp(false)
              const next = q.trim() ? `${q.trim()} ${example}` : example
              put({ text: next, at: next.length }, false)
            }}
          />
        </Suspense>
      )}
      <span className="unseen" role="status">
        {of && of.q === q && canonical}
      </span>
    </search>
  )
}

/** F1 explains the language instead of the browser. */
function useHelpKey(setHelp: (open: boolean) => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'F1' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      event.preventDefault()
      setHelp(true)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [setHelp])
}

/** The stroke key leads to the field from everywhere on the page. */
function useSlash(field: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey)
        return
      if ((event.target as Element).closest('input, textarea, select, [role=dialog], [role=menu]')) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [field])
}
