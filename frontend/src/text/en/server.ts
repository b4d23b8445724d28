import { count, number } from '../en'

/** The state of this server and of the game's. */
export const server = {
  title: 'Server',
  views: { here: 'This server', game: 'Game server', refused: 'Refused' },
  top: {
    kills: (kills: number) => (kills === 1 ? 'kill today' : 'kills today'),
    rares: (rares: number) => (rares === 1 ? 'rare today' : 'rares today'),
    killsShort: (kills: number) => (kills === 1 ? 'kill' : 'kills'),
    raresShort: (rares: number) => (rares === 1 ? 'rare' : 'rares'),
    unknown: 'server unknown',
    killsDetail: (today: number, all: number) =>
      `${number(today)} kills since midnight UTC, ${number(all)} of all time. Opens the leaderboards.`,
    raresDetail: (today: number, all: number) =>
      `${number(today)} rares since midnight UTC, ${number(all)} of all time. Opens the rares.`,
    game: 'Game server',
    gameDetail: (status: string, since: string, players: number) =>
      `Game server: ${status} since ${since}, ${count(players, 'character', 'characters')} online.`,
    latencyDetail: (p50: string, p95: string) => `Latency of the last minute: ${p50}, 95 % below ${p95}.`,
  },
  statuses: { up: 'up', degraded: 'slow', down: 'down', unknown: 'unknown' } as Record<string, string>,
  statusDetails: {
    up: 'The plugins reach it.',
    degraded: 'Half of what the plugins ask it takes longer than 500 ms.',
    down: 'Several were online, and all have gone silent at once.',
    unknown: 'Nobody was online within the last five minutes, so nothing is known of it.',
  } as Record<string, string>,
  ms: (ms: number) => `${ms < 10 ? ms.toFixed(1) : number(ms)} ms`,
  uptime: 'Up for',
  plugins: 'Plugins',
  browsers: 'Browsers',
  eventsNow: 'Events/s',
  readOnly: 'It only shows what another server stores.',
  rates: 'Events a second, since this window is open',
  ratesEmpty: 'The line begins with the second reading.',
  total: 'events a second',
  families: 'By kind, events a second',
  /** A family of events, as the server counts them. */
  family: (name: string) => (name === 'share_*' ? 'what is shared' : name.replaceAll('_', ' ')),
  familiesNone: 'Nothing comes in just now.',
  perSecond: (rate: number) => (rate > 0 && rate < 10 ? rate.toFixed(1) : number(rate)),
  log: 'Log',
  size: 'Size',
  waiting: 'Waiting',
  waitingLong: 'Events that the database does not have yet',
  lag: 'Behind',
  database: 'Database',
  databaseUp: 'takes events',
  databaseDown: 'away',
  backlog: 'Old tables being summed up',
  backlogRows: (rows: number) => `${number(rows)} rows so far`,
  bytes,
  span,
  since: 'Since',
  online: 'Online',
  latency: 'Latency',
  latency95: '95 % below',
  latencyChart: 'Latency in ms, the last 24 hours',
  latencyEmpty: 'No plugin has told its latency within 24 hours.',
  median: 'median',
  p95: '95th percentile',
  day: 'The last 24 hours',
  dayEmpty: 'Nothing is known of the last 24 hours.',
  changes: 'What changed',
  wasFor: (status: string, span: string) => `${status} for ${span}`,
  refused: {
    connections: 'Plugins turned away',
    noConnections: 'No plugin was turned away since this server started.',
    events: 'Events refused',
    noEvents: 'No event was refused since this server started.',
    parked: 'Events set aside',
  },
}

/** A size in the largest unit of which there is one. */
function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let unit = 0
  let left = value
  while (left >= 1000 && unit < units.length - 1) {
    left /= 1000
    unit++
  }
  return `${unit > 0 && left < 100 ? left.toFixed(1) : number(left)} ${units[unit]}`
}

/** A length of time in its two largest parts. */
function span(seconds: number): string {
  if (seconds < 1) return '0 s'
  if (seconds < 60) return `${Math.floor(seconds)} s`
  const [minutes, hours, days] = [
    Math.floor(seconds / 60),
    Math.floor(seconds / 3600),
    Math.floor(seconds / 86_400),
  ]
  if (hours < 1) return `${minutes} min`
  return days < 1 ? `${hours} h ${minutes % 60} min` : `${days} d ${hours % 24} h`
}
