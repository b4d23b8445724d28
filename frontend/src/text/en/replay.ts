import type { Span } from '../../replay/replay'

/** The bar under the map that plays the past. */
export const replay = {
  title: 'Replay',
  live: 'Live',
  notLive: 'Not live',
  backToLive: 'Back to live',
  unfold: 'Unfold the replay',
  fold: 'Fold the replay',
  play: 'Play',
  pause: 'Pause',
  back: (step: string) => `${step} back`,
  forward: (step: string) => `${step} forward`,
  speed: 'Speed',
  times: (speed: number) => `${speed}×`,
  timesLong: (speed: number) => (speed === 1 ? 'As it was' : `${speed} times as fast`),
  span: 'Span',
  spans: { '1h': '1 h', '6h': '6 h', '24h': '24 h', '7d': '7 d' } satisfies Record<Span, string>,
  last: { '1h': 'last hour', '6h': 'last 6 h', '24h': 'last 24 h', '7d': 'last 7 days' } satisfies Record<
    Span,
    string
  >,
  comes: {
    '1h': 'The last hour is drawn here.',
    '6h': 'The last 6 hours are drawn here.',
    '24h': 'The last 24 hours are drawn here.',
    '7d': 'The last 7 days are drawn here.',
  } satisfies Record<Span, string>,
  timeline: 'Time that the map shows',
  timelineHelp:
    'Arrow keys go by a step, Page keys by a tenth, Home to the beginning, End to live. With Shift the arrows go to the next death or rare. Space plays and pauses.',
  rares: (rares: number) => plural(rares, 'rare', 'rares'),
  deaths: (deaths: number) => plural(deaths, 'death', 'deaths'),
  kills: (kills: number) => plural(kills, 'kill', 'kills'),
  died: (name: string) => `${name} died`,
  found: (name: string, rare: string) => `${name} found ${rare}`,
  andMore: (more: number) => `and ${more.toLocaleString('en-US')} more`,
  reading: 'Reading …',
  unread: 'The past cannot be read just now. It is tried again.',
  barsUnread: 'The kills cannot be read just now.',
  nothing: 'Nothing was stored in this time.',
  thenHere: 'Was here then',
  notThere: 'Was not online then.',
  at: (time: number) => `At ${seconds(time)}`,
  seconds,
  day,
  shortDay,
  since,
  step,
}

// Made once: they are asked for many times a second while it plays.
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const longDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const briefDay = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })

/** The time of day to the second, where the reader is. */
function seconds(at: number): string {
  return clock.format(at)
}

function day(at: number): string {
  return longDay.format(at)
}

function shortDay(at: number): string {
  return briefDay.format(at)
}

/** How long ago, with its two largest parts. */
function since(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return `${Math.max(0, Math.floor(milliseconds / 1000))} s ago`
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${minutes % 60} min ago`
  return `${Math.floor(hours / 24)} d ${hours % 24} h ago`
}

/** A length of time that is a whole number of something. */
function step(milliseconds: number): string {
  if (milliseconds < 60_000) return `${milliseconds / 1000} s`
  return milliseconds < 3_600_000 ? `${milliseconds / 60_000} min` : `${milliseconds / 3_600_000} h`
}

function plural(value: number, one: string, many: string): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`
}
