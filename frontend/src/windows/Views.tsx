import { type KeyboardEvent, type ReactNode, useId } from 'react'

interface ViewsProps<T extends string> {
  /** For assistive techniques: what the choice is of. */
  label: string
  views: readonly { id: T; title: string }[]
  chosen: T
  onChoose: (view: T) => void
  /** What stands at the end of their line. */
  aside?: ReactNode
}

/** The tabs within a window. */
export function Views<T extends string>({ label, views, chosen, onChoose, aside }: ViewsProps<T>) {
  const id = useId()
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const next = views[(views.findIndex(view => view.id === chosen) + by + views.length) % views.length]!
    onChoose(next.id)
    document.getElementById(`${id}${next.id}`)?.focus()
  }
  return (
    <div className="views">
      <div className="views-tabs" role="tablist" aria-label={label} onKeyDown={onKey}>
        {views.map(view => (
          <button
            key={view.id}
            id={`${id}${view.id}`}
            type="button"
            role="tab"
            aria-selected={view.id === chosen}
            tabIndex={view.id === chosen ? 0 : -1}
            onClick={() => onChoose(view.id)}
          >
            {view.title}
          </button>
        ))}
      </div>
      {aside && <span className="views-aside">{aside}</span>}
    </div>
  )
}
