import { useEffect, useRef } from 'react'
import { useSession } from '../shell/context'
import type { Message } from './socket'

/**
 * Hears messages of these types and hands them on together: once a frame at most, however many come, and not
 * at all while nobody looks.
 */
export function useMessagesByFrame(
  types: readonly string[],
  onMessages: (messages: readonly Message[]) => void,
): void {
  const { feed } = useSession()
  const latest = useRef(onMessages)
  latest.current = onMessages
  const wanted = types.join()
  useEffect(() => {
    let heard: Message[] = []
    let frame = 0
    const tell = () => {
      frame = 0
      const messages = heard
      heard = []
      latest.current(messages)
    }
    const off = feed.listen(wanted.split(','), message => {
      heard.push(message)
      frame ||= requestAnimationFrame(tell)
    })
    return () => {
      off()
      cancelAnimationFrame(frame)
    }
  }, [feed, wanted])
}
