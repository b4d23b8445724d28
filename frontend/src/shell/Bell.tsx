import { useEffect, useSyncExternalStore } from 'react'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { seen } from '../windows/alerts/seen'
import { useAlerts } from '../windows/alerts/useAlerts'
import { useOpenWindow } from './context'

// More than this are "many".
const MOST = 50

/** How many alerts there are since somebody last looked at them. */
export function Bell() {
  const open = useOpenWindow()
  const alerts = useAlerts(`/alerts?limit=${MOST + 1}`).data?.items
  const last = useSyncExternalStore(seen.subscribe, seen.get)
  const newest = alerts && (alerts[0]?.id ?? 0)
  useEffect(() => {
    // Whoever comes for the first time has not missed what happened before.
    if (last === null && newest !== undefined) seen.upTo(newest)
  }, [last, newest])
  const unseen = last === null ? 0 : (alerts?.filter(({ id }) => id > last).length ?? 0)
  const label = text.alerts.bell(unseen)
  return (
    <button
      type="button"
      className="icon-button bell"
      aria-label={label}
      title={label}
      onClick={() => open({ kind: 'alerts', subject: null })}
    >
      <Icon name="bell" />
      {unseen > 0 && <span className="bell-count">{unseen > MOST ? `${MOST}+` : unseen}</span>}
    </button>
  )
}
