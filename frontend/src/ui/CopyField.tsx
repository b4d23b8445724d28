import { type ReactNode, useEffect, useState } from 'react'
import { text } from '../text'
import { copy } from './clipboard'
import { Icon } from './Icon'

// Long enough to be read, short enough to copy again.
const THANKS = 1600

/** Something to be pasted elsewhere, with a button that copies it. */
export function CopyField({ label, value, children }: { label: string; value: string; children: ReactNode }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), THANKS)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <div className="code">
      <code>{children}</code>
      <button
        type="button"
        className="icon-button small"
        aria-label={copied ? text.empty.copied : text.empty.copy(label)}
        title={copied ? text.empty.copied : text.empty.copy(label)}
        onClick={async () => setCopied(await copy(value))}
      >
        <span className={copied ? 'good' : undefined}>
          <Icon name={copied ? 'check' : 'copy'} size={14} />
        </span>
      </button>
      <span className="unseen" role="status">
        {copied ? text.empty.copied : ''}
      </span>
    </div>
  )
}
