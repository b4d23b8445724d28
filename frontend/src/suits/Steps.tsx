import { text } from '../text'
import { Views } from '../windows/Views'

export type Step = keyof typeof text.suits.steps

const STEPS: readonly Step[] = ['wish', 'suit', 'list']

/** Wish, suit, list: one after the other where they do not fit beside each other. */
export function Steps({ step, onStep }: { step: Step; onStep: (step: Step) => void }) {
  return (
    <Views
      label={text.suits.title}
      views={STEPS.map(id => ({ id, title: text.suits.steps[id] }))}
      chosen={step}
      onChoose={onStep}
    />
  )
}
