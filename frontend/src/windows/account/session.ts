import { isRecord, readNumber, readText, readTime } from '../../live/player'

/** Where one is signed in. */
export interface OwnSession {
  id: string
  since: number
  seenAt: number | null
  address: string | null
  userAgent: string
  /** Whether it is the one that asks. */
  current: boolean
}

export function readSessions(body: unknown): OwnSession[] {
  const list = isRecord(body) && Array.isArray(body.sessions) ? body.sessions : []
  return list
    .filter(isRecord)
    .map(row => {
      const [id, since] = [readText(row.id), readTime(row.created_at)]
      if (id === null || since === null) return null
      return {
        id,
        since,
        seenAt: readTime(row.last_seen_at),
        address: readText(row.address),
        userAgent: readText(row.user_agent) ?? '',
        current: row.current === true,
      }
    })
    .filter(session => session !== null)
}

// In the order in which they are asked: browsers also name those that they resemble.
const BROWSERS: [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
]

/** The browser and the system that a user agent names; null: it names none that people know. */
export function browserOf(userAgent: string): { browser: string; system: string | null } | null {
  const named = (known: [RegExp, string][]) => known.find(([sign]) => sign.test(userAgent))?.[1] ?? null
  const browser = named(BROWSERS)
  return browser === null ? null : { browser, system: named(SYSTEMS) }
}

export interface Factor {
  enabled: boolean
  codesLeft: number
}

export function readFactor(body: unknown): Factor {
  const row = isRecord(body) ? body : {}
  return { enabled: row.enabled === true, codesLeft: readNumber(row.recovery_codes_left) ?? 0 }
}

/** What a new second factor is made of. */
export interface NewFactor {
  secret: string
  uri: string
  /** A picture of it, as the address of an image; null: the server drew none. */
  picture: string | null
}

export function readNewFactor(body: unknown): NewFactor | null {
  const row = isRecord(body) ? body : {}
  const [secret, uri, picture] = [readText(row.secret), readText(row.uri), readText(row.qr)]
  if (secret === null || uri === null || !uri.startsWith('otpauth://')) return null
  return { secret, uri, picture: picture?.startsWith('data:image/png;base64,') ? picture : null }
}

export function readCodes(body: unknown): string[] {
  const codes = isRecord(body) && Array.isArray(body.recovery_codes) ? body.recovery_codes : []
  return codes.filter(code => typeof code === 'string')
}

/** A secret in groups of four, as people can type it. */
export function grouped(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? ''
}
