import { startTransition, useEffect, useRef } from 'react'
import { useSession } from '../shell/context'
import type { Message } from './socket'
import { turns } from './turns'

/**
 * Hears messages of these types and hands them on together when it is this listener's turn: four times a second
 * at most, however many come, and not at all while nobody looks. What they change is drawn in pieces.
 */
export function useMessagesInTurn(
  types: readonly string[],
  onMessages: (messages: readonly Message[]) => void,
): void {
  const { feed } = useSession()
  const latest = useRef(onMessages)
  latest.current = onMessages
  const wanted = types.join()
  useEffect(() => {
    let heard: Message[] = []
    const tell = () => {
      const messages = heard
      heard = []
      startTransition(() => latest.current(messages))
    }
    const off = feed.listen(wanted.split(','), message => {
      heard.push(message)
      turns.ask(tell)
    })
    return () => {
      off()
      turns.withdraw(tell)
    }
  }, [feed, wanted])
}
