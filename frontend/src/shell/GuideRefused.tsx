import { useResource } from '../live/useResource'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { readDebugEvents } from '../windows/server/state'
import { useLive, useOpenWindow } from './context'

const EVERY = 15_000

/** For administrators: that a plugin came and was turned away, which is why nobody is here. */
export function GuideRefused() {
  const admin = useLive().permissions.includes('admin')
  const open = useOpenWindow()
  const { data } = useResource(admin ? '/debug/events?limit=1' : null, readDebugEvents, EVERY)
  const [last] = data?.connections ?? []
  if (!last) return null
  return (
    <p className="guide-refused" role="status">
      <span className="warn">
        <Icon name="warn" size={14} />
      </span>
      <span dir="auto">{text.empty.refused(text.clock(last.at), last.reason, last.address)}</span>
      <button type="button" className="link" onClick={() => open({ kind: 'server', subject: null })}>
        {text.empty.refusedMore}
      </button>
    </p>
  )
}
