import { useState } from 'react'
import { useMessagesInTurn } from '../../live/useMessagesInTurn'
import { useResource } from '../../live/useResource'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { useNow } from '../../ui/useNow'
import type { WindowProps } from '../kinds'
import { Note } from '../Note'
import { Disc, Shape } from './Disc'
import { countKinds, type Kind, type Nearby, readSurroundings, type Surroundings } from './nearby'
import './radar.css'

// Plugins tell what is around each second or two: after this long it is no longer so.
const STALE = 15_000
const HEADING_KEY = 'radar'

/** What a character's plugin sees around it. */
export default function RadarWindow({ character }: WindowProps) {
  if (character === null) return <p className="win-note">{text.windows.choose}</p>
  return <Radar character={character} />
}

function Radar({ character }: { character: string }) {
  const { feed } = usePageContext()
  const stored = useResource(`/nearby-objects/${encodeURIComponent(character)}`, readSurroundings)
  const [told, setTold] = useState<Surroundings | null>(null)
  useMessagesInTurn(['nearby_objects'], messages => {
    const own = messages.findLast(message => message.character_name === character)
    const read = own ? readSurroundings(own) : null
    if (read) setTold(read)
  })
  useNow(1000, true)
  const shown = told && told.at >= (stored.data?.at ?? 0) ? told : stored.data
  if (!shown) return <Note of={stored} empty={text.radar.nothingTold} />
  return <View surroundings={shown} age={feed.clock.time() - shown.at} />
}

function View({ surroundings, age }: { surroundings: Surroundings; age: number }) {
  const [northUp, setNorthUp] = useState(() => remembered() !== 'heading')
  const [hidden, setHidden] = useState<ReadonlySet<Kind>>(new Set())
  const [pointed, point] = useState<string | null>(null)
  const [chosen, choose] = useState<string | null>(null)
  const { objects, heading } = surroundings
  const shown = objects.filter(({ kind }) => !hidden.has(kind))
  const lit = pointed ?? chosen
  const toggle = (kind: Kind) => {
    const next = new Set(hidden)
    if (!next.delete(kind)) next.add(kind)
    setHidden(next)
  }
  const turn = (up: boolean) => {
    setNorthUp(up)
    remember(up ? 'north' : 'heading')
  }
  const stale = age > STALE
  return (
    <div className={stale ? 'radar stale' : 'radar'}>
      <div className="radar-head">
        <div className="chips" role="group" aria-label={text.radar.kinds}>
          {countKinds(objects).map(({ kind, count }) => (
            <button
              key={kind}
              type="button"
              className="chip"
              aria-pressed={!hidden.has(kind)}
              title={text.radar.kind[kind]}
              aria-label={`${text.radar.kind[kind]}, ${count}`}
              onClick={() => toggle(kind)}
            >
              <Shape kind={kind} />
              {count}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="button"
          aria-pressed={!northUp}
          disabled={heading === null}
          title={northUp ? text.radar.toHeading : text.radar.toNorth}
          onClick={() => turn(!northUp)}
        >
          {northUp ? text.radar.northUp : text.radar.headingUp}
        </button>
      </div>
      {stale && (
        <p className="radar-note warn" role="status">
          {text.radar.stale(text.ago(age / 1000))}
        </p>
      )}
      <div className="radar-split">
        <Disc
          objects={shown}
          heading={heading}
          turned={northUp ? 0 : (heading ?? 0)}
          lit={lit}
          onPoint={point}
          onChoose={key => choose(key === chosen ? null : key)}
        />
        {shown.length === 0 ? (
          <p className="win-note">{text.radar.nothingNear}</p>
        ) : (
          <ul className="scroll radar-list" onPointerLeave={() => point(null)}>
            {shown.map(object => (
              <Row
                key={object.key}
                object={object}
                lit={lit === object.key}
                pressed={chosen === object.key}
                onPoint={() => point(object.key)}
                onLeave={() => point(null)}
                onChoose={() => choose(chosen === object.key ? null : object.key)}
              />
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

interface RowProps {
  object: Nearby
  lit: boolean
  pressed: boolean
  onPoint: () => void
  onLeave: () => void
  onChoose: () => void
}

function Row({ object, lit, pressed, onPoint, onLeave, onChoose }: RowProps) {
  const { name, kind, distance, health } = object
  return (
    <li>
      <button
        type="button"
        className={lit ? 'lit' : undefined}
        aria-pressed={pressed}
        onPointerEnter={onPoint}
        onFocus={onPoint}
        onBlur={onLeave}
        onClick={onChoose}
      >
        <Shape kind={kind} />
        <span className="unseen">{text.radar.kind[kind]}</span>
        <bdi className="radar-name two-lines" title={name}>
          {name}
        </bdi>
        {health !== null && health < 100 && (
          <span className="radar-health" title={text.radar.health(health)}>
            <i style={{ width: `${health}%` }} />
          </span>
        )}
        <span className="number ink-3">{distance === null ? '–' : text.distance(distance)}</span>
      </button>
    </li>
  )
}

function remembered(): string | null {
  try {
    return localStorage.getItem(HEADING_KEY)
  } catch {
    return null
  }
}

function remember(value: string): void {
  try {
    localStorage.setItem(HEADING_KEY, value)
  } catch {
    // Without storage north is up again next time.
  }
}
