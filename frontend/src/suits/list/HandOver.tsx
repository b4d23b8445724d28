import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { Suit } from '../answer'
import { handOver } from '../handover'
import { useCopyHandOver, useTarget } from '../useCopyHandOver'

/** Who hands over what for a suit. */
export function HandOver({ suit }: { suit: Suit }) {
  const target = useTarget()
  const copyList = useCopyHandOver()
  const t = text.suits.handOver
  const givings = handOver(suit, target)
  const pieces = givings.reduce((sum, each) => sum + each.pieces.length, 0)
  return (
    <section className="sb-hand-over" aria-label={t.title('')}>
      <p className="sb-box-head">
        <b dir="auto" className="cut">
          {t.title(target)}
        </b>
        <span className="ink-3">{t.givers(givings.length, pieces)}</span>
      </p>
      {givings.length === 0 && <p className="ink-3">{t.nothing}</p>}
      <dl tabIndex={0}>
        {givings.map(({ owner, pieces: own }) => (
          <div key={owner}>
            <dt className="ink-2" dir="auto">
              {owner}
            </dt>
            <dd>
              {own.map((piece, at) => (
                <span key={piece.itemId}>
                  <bdi className="cut sb-name" title={piece.name}>
                    {piece.name}
                  </bdi>
                  {at < own.length - 1 ? ', ' : ''}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {givings.length > 0 && (
        <button type="button" className="button small wide" onClick={() => copyList(suit)}>
          <Icon name="copy" size={14} />
          {t.copy}
        </button>
      )}
    </section>
  )
}
