import { useState } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { Figures, Piece, Suit } from '../answer'
import { bySlot } from '../compare'
import { useBuilder } from '../context'
import { WantedCantrips } from '../doll/WantedCantrips'
import { handOver } from '../handover'
import { better } from '../hunt'
import { useTarget } from '../useCopyHandOver'
import { SLOTS } from '../wish'

/** Two suits side by side: their figures, what only one reaches, and slot by slot. */
export function Compare({ a, b }: { a: Suit; b: Suit }) {
  const { suits, compareWith } = useBuilder()
  const [all, setAll] = useState(false)
  const t = text.suits.compare
  const title = (suit: Suit) => t.suit(suits.indexOf(suit) + 1)
  const [left, right] = [bySlot(a), bySlot(b)]
  const slots = SLOTS.filter(slot => left.has(slot) || right.has(slot))
  const shown = slots.filter(slot => all || !same(left.get(slot), right.get(slot)))
  return (
    <section className="sb-compare" aria-label={t.title(title(a), title(b))}>
      <div className="sb-compare-bar">
        <label className="sb-check">
          <input type="checkbox" checked={!all} onChange={event => setAll(!event.target.checked)} />
          {t.onlyDiffering}
        </label>
        <button type="button" className="button small sb-push" onClick={() => compareWith(null)}>
          <Icon name="close" size={12} />
          {t.close}
        </button>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col" />
            <th scope="col">{title(a)}</th>
            <th scope="col">{title(b)}</th>
          </tr>
        </thead>
        <tbody>
          <FigureRows a={a} b={b} />
          <tr>
            <th scope="row">{t.only}</th>
            <td>
              <Reached of={a} not={b} />
            </td>
            <td>
              <Reached of={b} not={a} />
            </td>
          </tr>
          {shown.map(slot => {
            const [one, two] = [left.get(slot), right.get(slot)]
            return (
              <tr key={slot}>
                <th scope="row">{text.slots[slot as keyof typeof text.slots]}</th>
                <td>
                  <PieceWords piece={one} />
                </td>
                <td>
                  {same(one, two) ? <span className="ink-3">{t.same}</span> : <PieceWords piece={two} />}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function FigureRows({ a, b }: { a: Suit; b: Suit }) {
  const target = useTarget()
  const rows = Object.keys(a.score).map(criterion => ({
    criterion,
    figures: [a, b].map(suit => figure(suit, criterion, target)),
  }))
  return rows.map(({ criterion, figures: [one = 0, two = 0] }) => (
    <tr key={criterion}>
      <th scope="row">{label(criterion)}</th>
      <td className={tone(criterion, one, two)}>{words(a, criterion, one)}</td>
      <td className={tone(criterion, two, one)}>{words(b, criterion, two)}</td>
    </tr>
  ))
}

/** Cantrips are told as how many there are, whatever they weigh. */
function words(suit: Suit, criterion: string, value: number): string {
  if (criterion !== 'cantrips') return text.number(value)
  return text.suits.list.of(suit.reached.length, suit.reached.length + suit.missing.length)
}

/** Few givers are shown as how many there are. */
function figure(suit: Suit, criterion: string, target: string): number {
  const score: Figures = suit.score
  return criterion === 'fewest_owners' ? handOver(suit, target).length : (score[criterion] ?? 0)
}

function label(criterion: string): string {
  const t = text.suits.compare
  if (criterion === 'fewest_owners') return t.givers
  if (criterion === 'fewest_reductions') return t.reductions
  return text.suits.rating(criterion)
}

function tone(criterion: string, mine: number, theirs: number): string {
  const by = better(criterion, mine, theirs)
  return by > 0 ? 'sb-number good' : by < 0 ? 'sb-number ink-2' : 'sb-number'
}

function Reached({ of, not }: { of: Suit; not: Suit }) {
  const names = new Set(not.reached.map(each => each.name))
  const only = of.reached.filter(each => !names.has(each.name))
  if (only.length === 0) return <span className="ink-3">–</span>
  return only.map((cantrip, at) => (
    <span key={cantrip.name} className={`sb-ink-${cantrip.tier}`}>
      {text.suits.summary.cantrip(cantrip)}
      {at < only.length - 1 ? ', ' : ''}
    </span>
  ))
}

function PieceWords({ piece }: { piece: Piece | undefined }) {
  if (!piece) return <span className="ink-3">–</span>
  return (
    <>
      <bdi className="sb-compare-piece sb-two" title={piece.name}>
        {piece.name}
      </bdi>
      <span className="ink-3">
        <bdi>{piece.character}</bdi>
        {piece.armorLevel > 0 && `, ${text.suits.doll.al} ${text.number(piece.armorLevel)}`}
        {piece.setName && `, ${piece.setName}`}
      </span>
      <WantedCantrips piece={piece} />
    </>
  )
}

function same(a: Piece | undefined, b: Piece | undefined): boolean {
  return a?.itemId === b?.itemId && a?.character === b?.character
}
