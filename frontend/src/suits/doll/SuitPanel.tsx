import { text } from '../../text'
import { useBuilder } from '../context'
import { Compare } from '../list/Compare'
import { CantripsBox } from './CantripsBox'
import { Doll } from './Doll'
import { SetsBox } from './SetsBox'
import { SlotRows } from './SlotRows'
import { HuntingBox, LookingBox } from './WorthBoxes'
import './doll.css'

/** The middle: the paper doll of the suit that is shown, or two suits side by side. As rows on a phone. */
export function SuitPanel({ rows }: { rows: boolean }) {
  const { shown, other } = useBuilder()
  if (shown && other) return <Compare a={shown} b={other} />
  return (
    <section
      className={rows ? 'sb-suit-panel sb-as-rows' : 'sb-suit-panel'}
      aria-label={text.suits.doll.label}
    >
      {rows ? (
        <>
          <SetsBox />
          <CantripsBox />
          <SlotRows />
          <LookingBox />
          <HuntingBox />
        </>
      ) : (
        <Doll>
          <SetsBox />
          <CantripsBox />
          <LookingBox />
          <HuntingBox />
        </Doll>
      )}
    </section>
  )
}
