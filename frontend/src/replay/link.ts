import type { PageStore } from '../shell/page'
import { DEFAULT_LINK, isSpan, isSpeed, type Replay, type ReplayLink } from './replay'

// While it plays, the link in the address bar is this old at most.
const TELL = 5000

/** Reads the part of a link that tells of the replay. */
export function readReplay(query: URLSearchParams): ReplayLink {
  const time = Date.parse(query.get('t') ?? '')
  const speed = Number(query.get('speed'))
  const span = query.get('span')
  return {
    time: Number.isNaN(time) ? null : time,
    speed: isSpeed(speed) ? speed : DEFAULT_LINK.speed,
    span: isSpan(span) ? span : DEFAULT_LINK.span,
  }
}

/** Writes it; what is as it is anyway is left out. */
export function writeReplay(query: URLSearchParams, { time, speed, span }: ReplayLink): void {
  if (time !== null)
    query.set('t', new Date(Math.floor(time / 1000) * 1000).toISOString().replace('.000', ''))
  if (span !== DEFAULT_LINK.span) query.set('span', span)
  if (speed !== DEFAULT_LINK.speed) query.set('speed', String(speed))
}

/** Keeps the page's address a link to the time that is shown. */
export function linkReplay(replay: Replay, page: PageStore): () => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return replay.subscribe(() => {
    const { time, speed, span, playing } = replay.get()
    const told = page.get().replay
    const same = speed === told.speed && span === told.span && (time === null) === (told.time === null)
    if (same && (time === told.time || (playing && performance.now() - toldAt < TELL))) return
    toldAt = performance.now()
    page.change({ replay: { time, speed, span } })
  })
}
