import { useState } from 'react'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { describeStep, type Known } from './describe'
import type { StepReason } from './keyboard'
import type { Step } from './steps'

/** What is said of where the keyboard stands on the map, for those who do not see it. */
export function useStepVoice(): { voice: string; onStep: (step: Step | null, why: StepReason) => void } {
  const { feed, replay } = usePageContext()
  const [voice, setVoice] = useState('')
  const [last, setLast] = useState<Step | null>(null)
  const known: Known = {
    player: name => {
      if (replay.get().time !== null) {
        const then = replay.placeOf(name)
        return then && { name, state: then.state, ew: then.ew, ns: then.ns, killsPerHour: null }
      }
      const now = feed.store.get().players.find(player => player.name === name)
      const latest = feed.positions.get(name)
      return now ? { ...now, ...(latest && { ew: latest.ew, ns: latest.ns }) } : null
    },
  }
  const onStep = (step: Step | null, why: StepReason) => {
    if (step && why === 'chosen') setVoice(text.steps.chosen(nameOf(step)))
    else if (step) setVoice(describeStep(step, known))
    else if (why === 'left') setVoice(text.steps.left)
    else if (why === 'gone') setVoice(text.steps.gone(nameOf(last)))
    else setVoice(text.steps.nothing)
    if (why !== 'chosen') setLast(step)
  }
  return { voice, onStep }
}

function nameOf(step: Step | null): string {
  const pointed = step?.stop.pointed
  if (!pointed) return ''
  if (pointed.kind === 'player') return pointed.name
  if (pointed.kind === 'crowd') return text.map.together(pointed.names.length)
  return pointed.kind === 'mark' ? pointed.mark.name : pointed.place.name
}
