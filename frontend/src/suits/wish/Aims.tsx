import { type PointerEvent, useRef, useState } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useBuilder } from '../context'
import { FieldNote } from '../FieldNote'
import { Popup } from '../Popup'
import { CLASSIC, CRITERIA, type Criterion, USUAL_AIMS } from '../wish'

/** The order in which aims count. */
export function Aims() {
  const t = text.suits.aims
  return (
    <Popup
      label={t.button}
      className="sb-aims"
      trigger={props => (
        <button type="button" className="button" {...props}>
          {t.button}
        </button>
      )}
    >
      {() => <AimList />}
    </Popup>
  )
}

function AimList() {
  const { wish, change } = useBuilder()
  const [said, setSaid] = useState('')
  const t = text.suits.aims
  const classic = wish.objective === CLASSIC
  const list: readonly Criterion[] = wish.objective === CLASSIC ? [] : wish.objective
  const set = (objective: readonly Criterion[]) => change(before => ({ ...before, objective }))
  const move = (aim: Criterion, to: number) => {
    const others = list.filter(each => each !== aim)
    const place = Math.max(0, Math.min(others.length, to))
    set(others.toSpliced(place, 0, aim))
    setSaid(t.moved(text.suits.criteria[aim], place + 1))
  }
  const drag = useDrag(list, move)
  return (
    <>
      <h3>{t.title}</h3>
      <p className="ink-3 sb-popup-text">{t.help}</p>
      <FieldNote of={['objective']} />
      {!classic && (
        <ol className="sb-aim-list" ref={drag.list}>
          {list.map((aim, at) => (
            <li key={aim} className={drag.dragged === aim ? 'sb-dragged' : undefined} data-aim={aim}>
              <span className="sb-grip" onPointerDown={event => drag.start(event, aim)}>
                <span className="ink-3">{at + 1}</span>
                {text.suits.criteria[aim]}
              </span>
              <AimButton
                icon="up"
                label={t.up(text.suits.criteria[aim])}
                off={at === 0}
                onClick={() => move(aim, at - 1)}
              />
              <AimButton
                icon="down"
                label={t.down(text.suits.criteria[aim])}
                off={at === list.length - 1}
                onClick={() => move(aim, at + 1)}
              />
              <AimButton
                icon="close"
                label={t.off(text.suits.criteria[aim])}
                onClick={() => set(list.filter(each => each !== aim))}
              />
            </li>
          ))}
        </ol>
      )}
      {!classic && list.length < CRITERIA.length && (
        <>
          <h3 className="label">{t.unused}</h3>
          <ul className="sb-aim-others">
            {CRITERIA.filter(aim => !list.includes(aim)).map(aim => (
              <li key={aim}>
                <button
                  type="button"
                  className="sb-chip"
                  aria-label={t.on(text.suits.criteria[aim])}
                  onClick={() => set([...list, aim])}
                >
                  <Icon name="plus" size={12} />
                  {text.suits.criteria[aim]}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="sb-popup-row sb-spread">
        <label className="sb-check" title={t.classicHint}>
          <input
            type="checkbox"
            checked={classic}
            onChange={event =>
              change(before => ({ ...before, objective: event.target.checked ? CLASSIC : USUAL_AIMS }))
            }
          />
          {t.classic}
        </label>
        <button type="button" className="link" onClick={() => set(USUAL_AIMS)}>
          {t.usual}
        </button>
      </div>
      {classic && <p className="ink-3 sb-popup-text">{t.classicHint}</p>}
      <p className="unseen" role="status">
        {said}
      </p>
    </>
  )
}

interface AimButtonProps {
  icon: 'up' | 'down' | 'close'
  label: string
  off?: boolean
  onClick: () => void
}

function AimButton({ icon, label, off = false, onClick }: AimButtonProps) {
  return (
    <button
      type="button"
      className="icon-button small"
      aria-label={label}
      title={label}
      disabled={off}
      onClick={onClick}
    >
      <Icon name={icon} size={12} />
    </button>
  )
}

/** Moves an aim to where it is dragged, while it is. */
function useDrag(aims: readonly Criterion[], move: (aim: Criterion, to: number) => void) {
  const list = useRef<HTMLOListElement>(null)
  const [dragged, setDragged] = useState<Criterion | null>(null)
  const latest = useRef({ aims, move })
  latest.current = { aims, move }
  const start = (event: PointerEvent<HTMLElement>, aim: Criterion) => {
    if (event.button !== 0) return
    event.preventDefault()
    const grip = event.currentTarget
    grip.setPointerCapture(event.pointerId)
    setDragged(aim)
    const onMove = (at: globalThis.PointerEvent) => {
      const rows = [...(list.current?.children ?? [])]
      const to = rows.findIndex(row => at.clientY < row.getBoundingClientRect().bottom)
      const place = to < 0 ? rows.length - 1 : to
      if (latest.current.aims[place] !== aim) latest.current.move(aim, place)
    }
    const end = () => {
      setDragged(null)
      grip.removeEventListener('pointermove', onMove)
      grip.removeEventListener('lostpointercapture', end)
    }
    grip.addEventListener('pointermove', onMove)
    grip.addEventListener('lostpointercapture', end)
  }
  return { list, dragged, start }
}
