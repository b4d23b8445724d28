import { useEffect } from 'react'
import { text } from '../../text'
import { copy } from '../../ui/clipboard'
import { Icon } from '../../ui/Icon'
import { useBuilder } from '../context'
import { keptSuits, useKeptState } from '../keptSuits'
import { PATH } from '../link'
import { told } from '../proof/Actions'
import type { Kept } from '../saved'
import { SinceWords } from './SinceWords'

// So many are looked after by themselves; for each the server searches for a moment.
const LOOKED_AFTER = 8

/** The saved suits, newest first, and what has changed since. */
export function SavedList({ onShow }: { onShow: () => void }) {
  const { list, next, error, since, looking } = useKeptState()
  const t = text.suits.saved
  const following = list?.slice(0, LOOKED_AFTER).find(each => !since.has(each.id))?.id
  useEffect(() => {
    if (following !== undefined && looking === null && document.visibilityState === 'visible') {
      void keptSuits.look(following)
    }
  }, [following, looking])
  if (!list) {
    return (
      <div className="sb-list-scroll sb-list-empty">
        {error ? (
          <>
            <p>{text.windows.unread(error)}</p>
            <button type="button" className="button" onClick={() => keptSuits.load()}>
              {text.windows.again}
            </button>
          </>
        ) : (
          <p className="ink-3">{text.windows.loading}</p>
        )}
      </div>
    )
  }
  return (
    <div className="sb-list-scroll">
      {list.length === 0 && (
        <div className="sb-list-empty">
          <p>{t.none}</p>
          <p className="ink-3">{t.noneDetail}</p>
        </div>
      )}
      <ul aria-label={t.label}>
        {list.map(kept => (
          <Saved key={kept.id} kept={kept} onShow={onShow} />
        ))}
      </ul>
      {next && (
        <button type="button" className="sb-fold" onClick={() => keptSuits.load(true)}>
          <Icon name="down" size={12} />
          {t.more}
        </button>
      )}
    </div>
  )
}

function Saved({ kept, onShow }: { kept: Kept; onShow: () => void }) {
  const builder = useBuilder()
  const { since, looking } = useKeptState()
  const t = text.suits.saved
  const on = builder.kept?.id === kept.id
  const known = since.get(kept.id)
  return (
    <li className={on ? 'sb-saved on' : 'sb-saved'}>
      <button
        type="button"
        className="sb-saved-main"
        aria-current={on}
        aria-label={t.open(kept.name)}
        onClick={() => {
          builder.openKept(kept)
          onShow()
        }}
      >
        <b className="cut" dir="auto">
          {kept.name}
        </b>
        <span className="ink-3 cut">
          {kept.createdAt !== null && (
            <span title={text.exact(kept.createdAt)}>
              {t.by(kept.author, text.ago((Date.now() - kept.createdAt) / 1000))}
            </span>
          )}
          {', '}
          {text.suits.summary.reached(
            kept.suit.reached.length,
            kept.suit.reached.length + kept.suit.missing.length,
          )}
          {`, AL ${text.number(kept.suit.armorLevel)}`}
        </span>
      </button>
      <span className="sb-saved-actions">
        <button
          type="button"
          className="icon-button small"
          aria-label={`${text.suits.link.button}: ${kept.name}`}
          title={text.suits.link.button}
          onClick={async () =>
            told(await copy(`${location.origin}${PATH}?suit=${kept.id}`), text.suits.link.copiedSuit)
          }
        >
          <Icon name="link" size={14} />
        </button>
        <button
          type="button"
          className="icon-button small"
          aria-label={t.remove(kept.name)}
          title={t.remove(kept.name)}
          onClick={() => {
            if (on) builder.openKept(null)
            keptSuits.remove(kept)
          }}
        >
          <Icon name="close" size={14} />
        </button>
      </span>
      <p className="sb-saved-since">
        {known === undefined && looking !== kept.id ? (
          <button type="button" className="link" onClick={() => keptSuits.look(kept.id)}>
            {t.look}
          </button>
        ) : (
          <SinceWords since={known} looking={looking === kept.id} />
        )}
      </p>
    </li>
  )
}
