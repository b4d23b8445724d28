import { text } from '../../text'
import { firstDifference } from '../compare'
import type { Since } from '../saved'

/** What has become of a saved suit, in words. `undefined`: not asked yet. */
export function SinceWords({ since, looking }: { since: Since | null | undefined; looking: boolean }) {
  const t = text.suits.saved
  if (looking) return <span className="ink-3">{t.checking}</span>
  if (!since) return null
  const gain = since.score && since.best ? firstDifference(since.score, since.best) : null
  const better = since.better === true && since.wearable
  return (
    <>
      {since.changes.map(change => (
        <span key={change.itemId} className="sb-since-change warn">
          <bdi className="cut sb-name" title={text.suits.sentence(change.message)}>
            {change.name}
          </bdi>{' '}
          {t.kinds[change.kind] ?? change.message}
          {'. '}
        </span>
      ))}
      {!since.wearable && (
        <span className="bad" title={since.reasons.map(text.suits.sentence).join(' ')}>
          {t.notWearable}{' '}
        </span>
      )}
      {better && <span className="good">{gain ? t.better(text.suits.difference(gain)) : t.betterPlain}</span>}
      {since.changes.length === 0 && since.wearable && !better && (
        <span className="ink-3">{since.better === null ? t.unchangedUnknown : t.unchanged}</span>
      )}
    </>
  )
}
