import { text } from '../text'

/** Whether the browser knows notifications, and what it was told about them. */
export function notificationState(): NotificationPermission | 'unknown' {
  return 'Notification' in globalThis ? Notification.permission : 'unknown'
}

/** Asks once for leave to notify; false: the person or the browser refuses. */
export async function askToNotify(): Promise<boolean> {
  if (notificationState() === 'unknown') return false
  return (await Notification.requestPermission()) === 'granted'
}

/** Tells it on the desktop, if nobody looks at the page just now. */
export function notify(body: string): void {
  if (document.hasFocus() || notificationState() !== 'granted') return
  try {
    const shown = new Notification(text.product, { body, icon: '/mark.svg', tag: body })
    shown.onclick = () => {
      window.focus()
      shown.close()
    }
  } catch {
    // Phones only allow them to workers: there the page's own message is enough.
  }
}
