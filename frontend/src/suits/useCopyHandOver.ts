import { text } from '../text'
import { copy } from '../ui/clipboard'
import { toasts } from '../ui/toasts'
import type { Suit } from './answer'
import { useBuilder } from './context'
import { handOverText } from './handover'

/** Copies who has to hand over what, to be pasted to them. */
export function useCopyHandOver(): (suit: Suit) => Promise<void> {
  const target = useTarget()
  const t = text.suits.handOver
  return async suit => {
    const done = await copy(
      handOverText(suit, target, {
        title: t.title,
        slot: slot => text.slots[slot as keyof typeof text.slots].toLowerCase(),
        worn: t.worn,
        reduce: t.reduce,
      }),
    )
    toasts.show(done ? { text: t.copied, tone: 'good' } : { text: t.notCopied, tone: 'bad' })
  }
}

/** Who is to wear the suit that is shown. */
export function useTarget(): string {
  const { hunt, kept, wish } = useBuilder()
  return (kept?.wish ?? hunt?.wish ?? wish).target
}
