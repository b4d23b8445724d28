import { Icon, type IconName } from './Icon'

interface ToolProps {
  icon: IconName
  label: string
  /** The key that does the same. */
  keys: string
  /** Whether it is in force; undefined: it does something once. */
  on?: boolean
  /** Whether it would do nothing now. */
  off?: boolean
  onClick: () => void
}

/** A button of a toolbar over a map or a plan. */
export function Tool({ icon, label, keys, on, off, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className={on ? 'icon-button on' : 'icon-button'}
      aria-label={label}
      aria-pressed={on}
      aria-disabled={off}
      aria-keyshortcuts={keys}
      title={`${label} (${keys})`}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  )
}
