import { text } from '../../text'
import { discPlace, type Kind, type Nearby, reachOf, ringOf } from './nearby'

interface DiscProps {
  objects: readonly Nearby[]
  /** Degrees clockwise from north that the character faces; null: unknown. */
  heading: number | null
  /** Degrees clockwise from north that are up. */
  turned: number
  /** The key of the one that is pointed out. */
  lit: string | null
  onPoint: (key: string | null) => void
  onChoose: (key: string) => void
}

const RADIUS = 96
const WINDS = ['north', 'east', 'south', 'west'] as const

/** The disc with everything on it that has a place. The list beside it says the same in words. */
export function Disc({ objects, heading, turned, lit, onPoint, onChoose }: DiscProps) {
  const ring = ringOf(objects)
  const reach = reachOf(ring)
  const facing = heading === null ? null : heading - turned
  return (
    <svg
      className="radar-disc"
      viewBox="-100 -100 200 200"
      role="img"
      aria-label={text.radar.disc(objects.length, reach)}
      onPointerLeave={() => onPoint(null)}
    >
      <circle className="radar-ground" r={RADIUS} />
      {facing !== null && (
        <path
          className="radar-sight"
          d="M0 0L-48-83.1A96 96 0 0 1 48-83.1Z"
          transform={`rotate(${facing})`}
        />
      )}
      <path className="radar-cross" d="M0-96V96M-96 0H96" transform={`rotate(${-turned})`} />
      {[1, 2, 3].map(n => (
        <g key={n}>
          <circle className="radar-ring" r={(RADIUS * n) / 3} />
          {n < 3 && (
            <text className="radar-metres" x={-3} y={(RADIUS * n) / 3 - 3} textAnchor="end">
              {text.distance(ring * n)}
            </text>
          )}
        </g>
      ))}
      {WINDS.map((wind, n) => {
        const angle = ((n * 90 - turned) * Math.PI) / 180
        return (
          <text
            key={wind}
            className={wind === 'north' ? 'radar-wind north' : 'radar-wind'}
            x={Math.sin(angle) * 87}
            y={-Math.cos(angle) * 87}
          >
            {text.radar.winds[wind]}
          </text>
        )
      })}
      {objects.map(object => {
        const place = discPlace(object, reach, turned)
        if (!place) return null
        const classes = object.key === lit ? `radar-mark k-${object.kind} lit` : `radar-mark k-${object.kind}`
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list does the same with the keyboard
          <g
            key={object.key}
            className={classes}
            transform={`translate(${place.x * RADIUS} ${place.y * RADIUS})`}
            onPointerEnter={() => onPoint(object.key)}
            onClick={() => onChoose(object.key)}
          >
            <title>{object.name}</title>
            <circle className="radar-reach" r={8} />
            {object.key === lit && <circle className="radar-lit" r={8} />}
            <path d={SHAPES[object.kind]} />
          </g>
        )
      })}
      <path className="radar-own" d="M0-7L5 6L0 3L-5 6Z" transform={`rotate(${facing ?? 0})`} />
    </svg>
  )
}

/** A shape for each kind, around its middle, some ten units wide. */
const SHAPES: Record<Kind, string> = {
  creature: 'M0-5L5 4H-5Z',
  player: 'M-4 0a4 4 0 1 1 8 0a4 4 0 1 1-8 0Z',
  npc: 'M-3.5-3.5h7v7h-7Z',
  portal: 'M-3 0a3 5 0 1 1 6 0a3 5 0 1 1-6 0Z',
  lifestone: 'M0-5.5L4 0L0 5.5L-4 0Z',
  corpse: 'M-4.5-1h9v2h-9Z',
  door: 'M-1.5-4.5h3v9h-3Z',
  thing: 'M-2 0a2 2 0 1 1 4 0a2 2 0 1 1-4 0Z',
}

/** A kind's mark in a line of text. */
export function Shape({ kind }: { kind: Kind }) {
  return (
    <svg className={`radar-shape k-${kind}`} viewBox="-7 -7 14 14" aria-hidden="true">
      <path d={SHAPES[kind]} />
    </svg>
  )
}
