import { useEffect, useRef } from 'react'
import { useSession } from '../shell/context'
import type { Message } from './socket'

/** Hears messages of these types while the component is shown. */
export function useMessages(types: readonly string[], onMessage: (message: Message) => void): void {
  const { feed } = useSession()
  const latest = useRef(onMessage)
  latest.current = onMessage
  const wanted = types.join()
  useEffect(() => feed.listen(wanted.split(','), message => latest.current(message)), [feed, wanted])
}
