import { useEffect } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useNarrow } from '../../ui/media'
import { useNow } from '../../ui/useNow'
import { useBuilder } from '../context'
import { type Hunt, standing, suitsOf } from '../hunt'
import { Popup } from '../Popup'
import { BOUNDS, letGo, wholeWeight } from '../wish'
import { Actions } from './Actions'
import { Conflict } from './Conflict'
import { Gauge } from './Gauge'
import { KeptLine } from './KeptLine'
import './proof.css'

/** The honest line: how good the best suit is known to be, and what it took to know. */
export function ProofLine({ lost }: { lost: boolean }) {
  const { hunt, kept } = useBuilder()
  return (
    <section className="sb-proof" aria-label={text.suits.proof.label}>
      {lost && !hunt && <p className="bad sb-proof-main">{text.suits.saved.missing}</p>}
      {kept ? <KeptLine kept={kept} /> : hunt ? <HuntLine hunt={hunt} /> : !lost && <Idle />}
    </section>
  )
}

function Idle() {
  const { fault, lost } = useBuilder()
  const t = text.suits.proof
  return (
    <div className="sb-proof-main">
      {fault ? (
        // What is wrong stands beside the button that was pressed.
        <b>{t.notYet}</b>
      ) : (
        <>
          <b>{t.idle}</b> <span className="ink-2">{t.idleDetail}</span>
        </>
      )}
      {lost.length > 0 && <LostLocks />}
    </div>
  )
}

/** What a link locks and nobody has: no suit could be found with it. */
function LostLocks() {
  const { lost, change, nameOf } = useBuilder()
  const t = text.suits
  return (
    <ul className="sb-demands">
      {lost.map(({ itemId, character }) => {
        const name = nameOf(itemId) ?? t.more.item(itemId)
        return (
          <li key={`${itemId} ${character}`}>
            <span dir="auto" className="sb-two">
              {t.doll.lostHere(name, character)}
            </span>
            <button
              type="button"
              className="button small"
              aria-label={t.more.unlock(name)}
              onClick={() => change(before => letGo(before, itemId))}
            >
              <Icon name="close" size={12} />
              {t.doll.letGo}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function HuntLine({ hunt }: { hunt: Hunt }) {
  const { stop, dirty } = useBuilder()
  const stands = standing(hunt)
  const best = suitsOf(hunt)[0]
  const narrow = useNarrow()
  return (
    <>
      <Mark stands={stands} />
      <div className="sb-proof-main" role="status">
        <Words hunt={hunt} />
        {dirty && <span className="warn sb-proof-dirty"> {text.suits.search.changed}</span>}
      </div>
      {hunt.running && stands === 'searching' && best && !narrow && (
        <Gauge wish={hunt.wish} suit={best} bound={hunt.bound} />
      )}
      <Details hunt={hunt} />
      <span className="sb-push" />
      <Remedy hunt={hunt} />
      {hunt.running && stands === 'searching' ? (
        <button type="button" className="button" onClick={stop}>
          <Icon name="close" size={14} />
          {text.suits.search.stop}
        </button>
      ) : (
        <Actions />
      )}
    </>
  )
}

function Mark({ stands }: { stands: ReturnType<typeof standing> }) {
  if (stands === 'proved') return <Marked tone="good" icon="check" />
  if (stands === 'none' || stands === 'failed') return <Marked tone="bad" icon="warn" />
  return <Marked tone="warn" icon="clock" />
}

function Marked({ tone, icon }: { tone: string; icon: 'check' | 'warn' | 'clock' }) {
  return (
    <span className={tone}>
      <Icon name={icon} />
    </span>
  )
}

/** What is known, first in bold, then what follows from it. */
function Words({ hunt }: { hunt: Hunt }) {
  const t = text.suits.proof
  const best = suitsOf(hunt)[0]
  const wanted = hunt.wish.cantrips.length
  switch (standing(hunt)) {
    case 'proved':
      return (
        <>
          <b>{t.proved(hunt.elapsedMs)}</b>{' '}
          <span className="ink-2">
            {hunt.explanation === null
              ? t.explaining
              : best && wanted > 0 && best.missing.length === 0
                ? t.all(wanted)
                : t.noMore}
          </span>
        </>
      )
    case 'none':
      return <Conflict hunt={hunt} />
    case 'failed':
      return <Failed hunt={hunt} />
    case 'searching':
      return (
        <>
          <b>{best ? t.soFar : t.searching}</b>{' '}
          <span className="ink-2">{best ? boundWords(hunt) : (hunt.notes.at(-1) ?? t.waiting)}</span>
        </>
      )
  }
  return <Unproved hunt={hunt} />
}

/** Ended before it was known: by time, by memory, by hand. */
function Unproved({ hunt }: { hunt: Hunt }) {
  const t = text.suits.proof
  const some = suitsOf(hunt).length > 0
  const stands = standing(hunt)
  const why =
    stands === 'memory'
      ? `${t.memory} ${t.memoryDetail}`
      : stands === 'nodes'
        ? t.nodes
        : stands === 'stopped'
          ? t.stopped(hunt.elapsedMs)
          : t.time(hunt.wish.timeLimitMs)
  return (
    <>
      <b>{some ? t.soFar : t.nothing}</b>{' '}
      <span className="ink-2">{`${some ? `${boundWords(hunt)} ` : ''}${why}`}</span>
    </>
  )
}

/** What can be reached at most, as far as it is known. */
export function boundWords(hunt: Hunt): string {
  const t = text.suits.proof
  const best = suitsOf(hunt)[0]
  const { bound, wish } = hunt
  if (!bound || !best) return ''
  if (bound.criterion === 'cantrips') {
    const whole = wholeWeight(wish)
    return whole === wish.cantrips.length
      ? t.boundCantrips(bound.value, best.reached.length)
      : t.boundWeight(bound.value, whole, best.score.cantrips ?? 0)
  }
  const settled = wish.cantrips.length > 0 ? `${t.settled} ` : ''
  const words = bound.criterion.startsWith('fewest_') ? t.boundFew : t.bound
  return settled + words(bound.criterion, bound.value)
}

function Failed({ hunt }: { hunt: Hunt }) {
  const t = text.suits.proof
  const { search } = useBuilder()
  const fault = hunt.fault
  const retryAt = fault?.retryAt ?? null
  useNow(1000, retryAt !== null)
  useEffect(() => {
    if (retryAt === null) return
    const timer = setTimeout(() => search(), Math.max(0, retryAt - Date.now()))
    return () => clearTimeout(timer)
  }, [retryAt, search])
  if (retryAt !== null) {
    const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000))
    return (
      <>
        <b>{t.busy}</b> <span className="ink-2">{t.busyFor(seconds)}</span>
      </>
    )
  }
  const words = fault?.status === 0 ? t.away : fault?.status === -1 ? t.cut : t.refused(fault?.message ?? '')
  return (
    <>
      <b>{words}</b> <span className="ink-2">{t.kept}</span>
    </>
  )
}

/** What can be done about an answer that is none, or not the last word. */
function Remedy({ hunt }: { hunt: Hunt }) {
  const { search } = useBuilder()
  const t = text.suits.proof
  const stands = standing(hunt)
  if (stands === 'failed') {
    return (
      <button type="button" className="button" onClick={() => search()}>
        {t.again}
      </button>
    )
  }
  const longer = Math.min(hunt.wish.timeLimitMs * 4, BOUNDS.timeLimitMs[1])
  if (stands !== 'time' || longer === hunt.wish.timeLimitMs) return null
  return (
    <button
      type="button"
      className="button"
      onClick={() => search(before => ({ ...before, timeLimitMs: longer }))}
    >
      {t.longer(longer)}
    </button>
  )
}

/** What it took: time, states, pieces, and what is worth knowing of them. */
function Details({ hunt }: { hunt: Hunt }) {
  const { offers } = useBuilder()
  const t = text.suits.proof
  const running = hunt.running
  const parts = [
    running ? t.spent(hunt.elapsedMs, hunt.wish.timeLimitMs) : null,
    hunt.nodes > 0 ? t.states(hunt.nodes) : null,
    hunt.pieces !== null ? t.pieces(hunt.pieces, hunt.wish.characters?.length ?? offers.givers.length) : null,
    !running && hunt.left ? t.left(hunt.left) : null,
  ].filter(part => part !== null)
  return (
    <p className="sb-proof-details ink-3">
      <span className="cut">{parts.join(', ')}</span>
      {hunt.notes.length > 0 && (
        <Popup
          label={t.notesTitle}
          className="sb-notes"
          trigger={props => (
            <button type="button" className="link sb-dashed" {...props}>
              {t.notes(hunt.notes.length)}
            </button>
          )}
        >
          {() => (
            <ul>
              {hunt.notes.map(note => (
                <li key={note} dir="auto">
                  {note}
                </li>
              ))}
            </ul>
          )}
        </Popup>
      )}
    </p>
  )
}
