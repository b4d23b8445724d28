import { useSyncExternalStore } from 'react'
import { text } from '../text'
import { Icon } from './Icon'
import { toasts } from './toasts'

/** The messages that are shown now, at the lower edge of the page. */
export function Toasts() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get)
  return (
    <section className="toasts" aria-label={text.toasts.label} aria-live="polite">
      {shown.map(toast => (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it from leaving
        <div
          key={toast.id}
          className={`card toast ${toast.tone}`}
          onPointerEnter={() => toasts.hold(toast.id)}
          onPointerLeave={() => toasts.release(toast.id)}
          onFocus={() => toasts.hold(toast.id)}
          onBlur={() => toasts.release(toast.id)}
        >
          {toast.tone === 'rare' && <Icon name="rare-great" />}
          {toast.tone === 'bad' && <Icon name="warn" />}
          <p dir="auto">{toast.text}</p>
          {toast.action && (
            <button
              type="button"
              className="button"
              onClick={() => {
                toast.action?.run()
                toasts.close(toast.id)
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button
            type="button"
            className="icon-button"
            aria-label={text.toasts.close}
            onClick={() => toasts.close(toast.id)}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </section>
  )
}
