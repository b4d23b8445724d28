import type { PlayerState } from '../live/player'
import type { OfflineReason } from '../live/store'
import { account } from './en/account'
import { admin } from './en/admin'
import { alerts } from './en/alerts'
import { assistant } from './en/assistant'
import { cantrips } from './en/cantrips'
import { chart } from './en/chart'
import { combat } from './en/combat'
import { dungeon } from './en/dungeon'
import { everywhere } from './en/everywhere'
import { forms } from './en/forms'
import { inventory } from './en/inventory'
import { issues } from './en/issues'
import { layers } from './en/layers'
import { keys, palette } from './en/palette'
import { jump, measure, place } from './en/places'
import { quests } from './en/quests'
import { radar } from './en/radar'
import { rates } from './en/rates'
import { replay } from './en/replay'
import { server } from './en/server'
import { sharing } from './en/sharing'
import { sheet } from './en/sheet'
import { slots } from './en/slots'
import { steps } from './en/steps'
import { suits } from './en/suits'
import { vitals } from './en/vitals'

/** Every text of the page in English. Another language is another module of this shape. */
export const en = {
  product: 'Mosswart Overlord',
  title: (online: number) => `${online} online · Mosswart Overlord`,

  noPage: {
    title: 'There is no such page',
    detail: 'Nothing stands at',
    map: 'To the map',
  },

  states: {
    combat: 'Combat',
    travel: 'Travelling',
    town: 'In town',
    idle: 'Idle',
    dead: 'Dead',
    stale: 'Silent',
  } satisfies Record<PlayerState, string>,

  login: {
    title: 'Sign in',
    lead: 'Where your guild is, what it kills, what it carries.',
    name: 'Name',
    password: 'Password',
    show: 'show',
    hide: 'hide',
    showPassword: 'Show the password',
    submit: 'Sign in',
    busy: 'Signing in …',
    noAccount: 'No account? Whoever runs this server can add you.',
    missingName: 'Enter your name.',
    missingPassword: 'Enter your password.',
    wrong: 'Name and password do not match.',
    codeLabel: 'Code',
    code: 'Enter the code that your app shows now, or a recovery code. Each opens once.',
    invited: 'You were invited. Choose a name and a password.',
    join: 'Make the account',
    sentence: (message: string) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    throttled: (seconds: number) => `Too many tries. Wait ${count(seconds, 'second', 'seconds')}.`,
    throttledSomeTime: 'Too many tries. Wait a minute.',
    unavailable: 'The server cannot check accounts right now: its database is away. Try again in a moment.',
    unreachable: 'The server does not answer. Check the connection and try again.',
    failed: (status: number) => `The server refused with an error (${status}). Try again.`,
  },

  version: (version: string) => `Version ${version}`,

  top: {
    online: 'online',
    account: 'Account',
    signedInAs: 'Signed in as',
    signOut: 'Sign out',
    signOutFailed: 'Signing out failed: the server does not answer.',
    theme: 'Theme',
    toNight: 'Switch to night',
    toParchment: 'Switch to parchment',
    themes: { system: 'System', dark: 'Night', light: 'Parchment' },
  },

  connection: {
    connecting: 'Connecting',
    live: 'Connected',
    liveDetail: 'Connected: positions as they come, numbers every five seconds.',
    reconnecting: 'Reconnecting',
    reconnectingIn: (seconds: number) => `Reconnecting in ${seconds} s`,
    reconnectingDetail: 'The live connection is lost and tried again. Numbers still come every five seconds.',
    offline: {
      network: 'Offline: no network',
      unreachable: 'Offline: the server does not answer',
      refused: 'Offline: the server refuses',
    } satisfies Record<OfflineReason, string>,
    offlineDetail: 'What you see is what was known last. The page goes on by itself once the server is back.',
    status: (status: number) => ` (${status})`,
  },

  roster: {
    title: 'Roster',
    filter: 'Filter by name or tag',
    clear: 'Clear the filter',
    collapse: 'Collapse the roster',
    expand: 'Show the roster',
    all: 'All',
    more: (tags: number) => `${tags} more`,
    fewer: 'fewer',
    tags: 'Tags',
    choose: 'Several',
    chooseLong: 'Choose several to keep in view: each tap on a row adds it or takes it away',
    chosen: (people: number) => `Done, ${number(people)}`,
    followTags: (people: number) => `Follow ${number(people)}`,
    followTagsLong: 'Keep everybody with the chosen tags in view',
    state: 'State',
    name: 'Name',
    nameAndPlace: 'Name and place',
    killsPerHour: 'Kills/h',
    kills: 'Kills',
    rares: 'Rares',
    killsLong: 'Kills, this session',
    killsPerHourLong: 'Kills an hour',
    raresLong: 'Rares, this session',
    sortBy: (column: string) => `Sort by ${column}`,
    online: (online: number) => `${number(online)} online`,
    hunting: (hunting: number) => `, ${number(hunting)} hunting`,
    some: (some: number, all: number) => `${number(some)} of ${number(all)}`,
    nobodyYet: 'Nobody is here yet',
    nobodyYetDetail:
      'Each character shows up as a row within two seconds of its first report, and stays for 30 seconds after its last one.',
    nobodyNow: 'Nobody is online',
    nobodyNowDetail: 'Characters come back as soon as a plugin reports them.',
    nothingFound: 'Nothing found',
    nothingFoundDetail: 'No name or tag contains this. Clear the filter to see everybody.',
    states: 'Characters by state',
    died: (seconds: number) => `died ${ago(seconds)}`,
    killCount: (kills: number) => count(kills, 'kill', 'kills'),
    perHour: (kills: number) => `${number(kills)}\u00a0an\u00a0hour`,
    grab: 'Height of the roster',
  },

  map: {
    label: 'Map of Dereth',
    help: 'Arrow keys move the map, plus and minus zoom, 0 shows all of Dereth. N and P step through the characters, places and marks in view, with Shift through the characters alone; Enter opens what was stepped to, Escape leaves it. F follows the chosen character, J goes to a place.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    all: 'All of Dereth',
    controls: 'Map controls',
    follow: (name: string) => `Follow ${name}`,
    following: (name: string) => `Following ${name}`,
    release: 'Stop following',
    openSheet: (name: string) => `Open the character sheet of ${name}`,
    near: (place: string) => `near ${place}`,
    offMap: 'In a dungeon, off the map',
    unknownPlace: 'Place unknown',
    scale: (units: number, distance: string) => `${units} ${units === 1 ? 'unit' : 'units'}, ${distance}`,
    together: (people: number) => `${number(people)} together`,
    someOffMap: (people: number) =>
      people === 1 ? 'One of them is in a dungeon.' : `${number(people)} of them are in dungeons.`,
    andMore: (people: number) => `and ${number(people)} more`,
    deaths: 'Deaths, this session',
    tag: 'Tag',
    onlineFor: 'Online for',
    disconnected: 'Its plugin is not connected.',
    notOnMap: (name: string) => `${name} is in a dungeon, off the map. The map follows once it comes out.`,
  },

  empty: {
    title: 'No plugin has connected yet',
    lead: 'Point the game plugin at this server. Characters and their trails then appear on their own.',
    address: 'Address',
    header: 'Header',
    headerValue: 'the value of',
    headerDetail: 'Whoever runs the server finds it in the file .env.',
    tryOut: 'Or try it out',
    tryOutDetail: 'Plays sixty made-up characters against this server until you stop it.',
    refused: (time: string, reason: string, address: string | null) =>
      `A plugin was turned away at ${time}: ${reason}${address === null ? '' : `, from ${address}`}.`,
    refusedMore: 'What was refused',
    copy: (what: string) => `Copy: ${what}`,
    copied: 'Copied',
  },

  fault: {
    title: 'This page broke',
    detail: 'That is a mistake of the page, not of yours. Nothing on the server is lost.',
    reload: 'Load it again',
  },

  bottom: { map: 'Map', roster: 'Roster', search: 'Search', pages: 'Pages', more: 'More' },

  windows: {
    layer: 'Windows',
    nobody: 'nobody chosen',
    bar: (title: string) => `${title}, window`,
    barHelp: 'Arrow keys move the window, with Shift they size it.',
    pin: (name: string) => `Stay with ${name}`,
    unpin: 'Go along with whoever is chosen',
    close: (title: string) => `Close: ${title}`,
    closeShort: 'Close',
    open: 'Open a window',
    tile: 'Side by side',
    closeAll: 'Close all windows',
    loading: 'Reading …',
    unread: ({ status, message }: { status: number; message: string }) =>
      status === 0 ? 'The server does not answer.' : `The server refuses: ${message}`,
    again: 'Try again',
    broken: 'This window broke. That is a mistake of the page; nothing on the server is lost.',
    choose: 'Choose a character in the roster or on the map.',
    notOffered: 'You may not use this, or this server does not offer it.',
  },

  chat: {
    title: 'Chat',
    channels: 'Channels',
    channel: {
      allegiance: 'Allegiance',
      fellowship: 'Fellowship',
      tell: 'Tells',
      local: 'Local',
      system: 'System',
    },
    heardBy: 'Heard by',
    heardByAll: (names: readonly string[]) => `Heard by ${names.join(', ')}`,
    times: (people: number) => ` ×${number(people)}`,
    everybody: 'Everybody',
    search: 'Search the chat',
    empty: 'Nothing has been said yet. What any character hears appears here.',
    nothing: 'No line is like that.',
    sayAs: 'Who says it',
    say: 'Say something, or a /command',
    send: 'Send',
    sent: (name: string) => `Sent to ${name}.`,
    notSent: (name: string) => `It did not reach ${name}.`,
    noConnection: 'Not sent: the connection is lost just now.',
  },

  rares: {
    title: 'Rares',
    kinds: { all: 'All', great: 'Great', common: 'Common' },
    great: 'great rare',
    common: 'common rare',
    tier: (tier: number | null) => (tier === null ? 'not in the drop list' : `tier ${tier}`),
    totals: (today: number, all: number) => `${number(today)} today, ${number(all)} of all time`,
    empty: {
      all: 'No rare has been found yet. Each one that any character finds appears here at once.',
      great: 'No great rare has been found yet: those of tiers 3 to 6.',
      common: 'No common rare has been found yet: those of tiers 1 and 2.',
    },
    more: 'Older ones',
    moreFailed: 'They could not be read.',
  },

  leaderboards: {
    title: 'Leaderboards',
    boards: { kills: 'Kills', kills_per_hour: 'Per hour', rares: 'Rares', deaths: 'Deaths' },
    span: 'Within',
    spans: {
      '1h': 'the last hour',
      '24h': 'the last 24 hours',
      '7d': 'the last 7 days',
      '30d': 'the last 30 days',
    },
    empty: 'Nobody has done any of this within that time.',
  },

  toasts: { label: 'Messages', close: 'Close', undo: 'Undo' },

  // Each room of the page has its texts in a file of its own.
  everywhere,
  account,
  admin,
  alerts,
  assistant,
  forms,
  cantrips,
  chart,
  combat,
  dungeon,
  inventory,
  keys,
  palette,
  rates,
  quests,
  radar,
  replay,
  sharing,
  issues,
  server,
  jump,
  layers,
  measure,
  place,
  sheet,
  slots,
  steps,
  suits,
  vitals,

  clock,
  ago,
  exact,
  heardAt: (name: string, at: number, now: number) => `${name}, ${exact(at)} (${ago((now - at) / 1000)})`,
  number,
  short,
  distance,
  duration,
}

// Made once: making one takes a hundred times as long as using it. They know no zone: that of the reader may change
// while the page is open.
const hourAndMinute = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
})
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A time where the reader is, in a format of UTC. No time at all is no reason to show nothing else. */
export function told(format: Intl.DateTimeFormat, at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? '–' : format.format(at - date.getTimezoneOffset() * 60_000)
}

/** The time of day where the reader is. */
function clock(at: number): string {
  return told(hourAndMinute, at)
}

/** Date and time where the reader is, to the second. */
function exact(at: number): string {
  return told(dayAndTime, at)
}

/** Thousands with commas, whole numbers, a real minus sign. */
export function number(value: number): string {
  return whole.format(Math.round(value)).replace('-', '−')
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 })

/** A figure for a narrow column: from a million on three digits and a letter. */
function short(value: number): string {
  return Math.abs(value) < 1e6 ? number(value) : compact.format(value).replace('-', '−')
}

/** Metres below a kilometre, then kilometres. */
function distance(metres: number): string {
  if (metres < 1000) return `${Math.round(metres)} m`
  return `${(metres / 1000).toLocaleString('en-US', { maximumFractionDigits: 1 })} km`
}

export function count(value: number, one: string, many: string): string {
  return `${number(value)} ${value === 1 ? one : many}`
}

function ago(seconds: number): string {
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${Math.floor(seconds)} s ago`
  if (seconds < 5400) return `${Math.floor(seconds / 60)} min ago`
  return seconds < 129_600
    ? `${Math.round(seconds / 3600)} h ago`
    : `${Math.round(seconds / 86_400)} days ago`
}

/** "[d.]hh:mm:ss" in words: the two largest parts that are there. */
function duration(text: string): string {
  const found = /^(?:(\d+)\.)?(\d+):(\d\d):(\d\d)/.exec(text)
  if (!found) return text
  const [days, hours, minutes] = [Number(found[1] ?? 0), Number(found[2]), Number(found[3])]
  if (days > 0) return `${days} d ${hours} h`
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`
}
