import { useState } from 'react'
import { text } from '../../text'
import type { MissingCantrip } from '../answer'
import { useBuilder } from '../context'
import { Popup } from '../Popup'
import { Gauge } from '../proof/Gauge'
import { useReason } from '../reasons'
import { changeWanted, setTier, wholeWeight } from '../wish'

/** How many of the wanted cantrips the suit reaches, and why the others are missing. */
export function CantripsBox() {
  const { shown, hunt, wish, kept, suits } = useBuilder()
  const [pointed, setPointed] = useState<string | null>(null)
  const reason = useReason()
  const t = text.suits.summary
  const asked = kept?.wish ?? hunt?.wish ?? wish
  const whole = wholeWeight(asked)
  const explained = shown === suits[0] && !kept ? (hunt?.explanation?.missing ?? []) : []
  const missing = shown?.missing ?? []
  const first = explained.find(each => each.name === pointed) ?? explained[0]
  const ended = kept !== null || (hunt !== null && !hunt.running)
  return (
    <div className="sb-doll-box sb-cantrips-box">
      <p className="sb-box-head">
        <span>{text.suits.criteria.cantrips}</span>
        {shown && asked.cantrips.length > 0 && (
          <span>
            {t.reached(shown.reached.length, asked.cantrips.length)}
            {whole !== asked.cantrips.length && (
              <span className="ink-3">, {t.weight(shown.score.cantrips ?? 0, whole)}</span>
            )}
          </span>
        )}
      </p>
      {shown && <Gauge wish={asked} suit={shown} bound={kept ? null : (hunt?.bound ?? null)} ended={ended} />}
      {asked.cantrips.length === 0 && <p className="ink-3">{t.noneWanted}</p>}
      {shown && asked.cantrips.length > 0 && missing.length === 0 && (
        <p className="ink-3">{t.nothingMissing}</p>
      )}
      {missing.length > 0 && (
        <p className="sb-missing">
          <span className="ink-3">{t.missing}</span>
          {missing.map(each => (
            <Missing
              key={each.name}
              short={missing.length > FEW}
              lost={ended}
              cantrip={each}
              told={explained.find(one => one.name === each.name) ?? null}
              onPoint={() => setPointed(each.name)}
            />
          ))}
        </p>
      )}
      {first && <p className="ink-3 sb-missing-why">{reason(first)}</p>}
    </div>
  )
}

// More than so many are told without their tiers, to fit.
const FEW = 3

interface MissingProps {
  short: boolean
  /** It will not come any more; while the search runs it may. */
  lost: boolean
  cantrip: Pick<MissingCantrip, 'name' | 'tier'>
  told: MissingCantrip | null
  onPoint: () => void
}

function Missing({ short, lost, cantrip, told, onPoint }: MissingProps) {
  const t = text.suits.summary
  const words = t.cantrip(cantrip)
  return (
    <Popup
      label={t.isMissing(words)}
      className="sb-missing-card"
      trigger={props => (
        <button
          type="button"
          className={lost ? 'bad sb-dashed' : 'ink-2 sb-dashed'}
          title={words}
          {...props}
          onPointerEnter={onPoint}
          onFocus={onPoint}
        >
          {short ? text.suits.short(cantrip.name) : words}
        </button>
      )}
    >
      {close => <MissingCard cantrip={cantrip} told={told} onDone={close} />}
    </Popup>
  )
}

/** Why it is missing, and what could be done about it. */
function MissingCard({
  cantrip,
  told,
  onDone,
}: Pick<MissingProps, 'cantrip' | 'told'> & { onDone: () => void }) {
  const { search, kept, rank } = useBuilder()
  const reason = useReason()
  const t = text.suits.summary
  const act = (change: Parameters<typeof search>[0]) => () => {
    onDone()
    search(change)
  }
  const { name } = cantrip
  return (
    <>
      <h3 className="bad">{t.isMissing(t.cantrip(cantrip))}</h3>
      <p className="ink-2 sb-popup-text">
        {told ? reason(told) : kept ? t.unexplainedKept : rank ? t.unexplainedOther : t.unexplained}
      </p>
      <ul className="sb-actions">
        {told?.best && (
          <li>
            <button
              type="button"
              onClick={act(before => (told.best ? setTier(before, name, told.best) : before))}
            >
              {t.askFor(told.best)}
            </button>
          </li>
        )}
        {told && told.items > 0 && (
          <li>
            <button type="button" onClick={act(before => changeWanted(before, name, { required: true }))}>
              {t.require}
            </button>
          </li>
        )}
        <li>
          <button type="button" onClick={act(before => setTier(before, name, null))}>
            {t.doWithout}
          </button>
        </li>
      </ul>
    </>
  )
}
