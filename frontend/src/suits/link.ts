import { isRecord } from '../live/player'
import { type Families, readRequest, writeRequest } from './request'
import { TIERS, type Tier, type Wish } from './wish'

/** Where the suit builder is. */
export const PATH = '/suitbuilder.html'

// Longer addresses are refused by one server or another on the way.
export const LONGEST = 6000

/**
 * A wish as the search part of an address, readable and short: a parameter for each member of the request, and
 * one `c` for each cantrip, such as `l.Strength` or `e*3!.Acid Ward` (epic at least, counts threefold, required).
 */
export function writeLink(wish: Wish): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(writeRequest(wish))) {
    switch (key) {
      case 'cantrips':
        for (const { name, tier, weight, required } of wish.cantrips) {
          query.append(
            'c',
            `${letterOf(tier)}${weight === 1 ? '' : `*${weight}`}${required ? '!' : ''}.${name}`,
          )
        }
        break
      case 'characters':
        for (const name of wish.characters ?? []) query.append('from', name)
        break
      case 'locked':
        for (const { character, itemId, slot } of wish.locked)
          query.append('lock', `${itemId}.${slot}.${character}`)
        break
      case 'excluded':
        for (const { character, itemId } of wish.excluded) query.append('not', `${itemId}.${character}`)
        break
      case 'min':
        for (const [of, least] of Object.entries(wish.min)) query.append('min', `${of}.${least}`)
        break
      default:
        query.set(key, Array.isArray(value) ? value.join('.') : String(value))
    }
  }
  // These are allowed in a query as they are, and read better so.
  const text = query.toString().replaceAll('%21', '!')
  return text ? `?${text}` : ''
}

/** Reads the search part of an address; null: it says nothing of a wish. */
export function readLink(search: string): Wish | null {
  const query = new URLSearchParams(search)
  const body: Record<string, unknown> = {}
  for (const [key, value] of query) {
    const add = ADD[key]
    if (add) add(body, value)
    else if (LISTS.has(key)) body[key] = value.split('.').map(asNumber)
    else if (PLAIN.has(key)) body[key] = key === 'target' ? value : asValue(value)
  }
  return Object.keys(body).length === 0 ? null : readRequest(body).wish
}

/** The number of a saved suit that an address asks for. */
export function readSuitId(search: string): number | null {
  const id = new URLSearchParams(search).get('suit') ?? ''
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null
}

const LISTS = new Set(['slots', 'objective', 'allowed_crit_damage'])
const PLAIN = new Set([
  ...['target', 'include_equipped', 'include_inventory', 'primary_set', 'primary_count', 'secondary_set'],
  ...['secondary_count', 'set_mode', 'reduction', 'top', 'time_limit_ms', 'clothing_min_damage_rating'],
])

const push = (body: Record<string, unknown>, key: string, value: unknown) => {
  body[key] = [...((body[key] as unknown[] | undefined) ?? []), value]
}

const ADD: Record<string, (body: Record<string, unknown>, value: string) => void> = {
  c(body, value) {
    const [, letter, weight, required, name] = /^([a-z])(?:\*(\d+))?(!)?\.(.*)$/s.exec(value) ?? []
    const tier = TIERS.find(each => letterOf(each) === letter)
    push(body, 'cantrips', { name, tier, weight: Number(weight ?? 1), required: required === '!' })
  },
  from: (body, value) => push(body, 'characters', value),
  lock(body, value) {
    const [id, slot, ...character] = value.split('.')
    push(body, 'locked', { item_id: asNumber(id ?? ''), slot, character: character.join('.') })
  },
  not(body, value) {
    const [id, ...character] = value.split('.')
    push(body, 'excluded', { item_id: asNumber(id ?? ''), character: character.join('.') })
  },
  min(body, value) {
    const [of = '', least = ''] = value.split('.')
    body.min = { ...(isRecord(body.min) ? body.min : {}), [of]: asNumber(least) }
  },
}

// Three of the tiers begin alike.
const LETTERS: Record<Tier, string> = {
  feeble: 'f',
  minor: 'm',
  moderate: 'o',
  major: 'j',
  epic: 'e',
  legendary: 'l',
}

function letterOf(tier: Tier): string {
  return LETTERS[tier]
}

function asNumber(text: string): unknown {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

function asValue(text: string): unknown {
  return text === 'true' ? true : text === 'false' ? false : asNumber(text)
}

/** What somebody pasted: a request as JSON, or the address of a wish or of a saved suit. */
export type Pasted = { wish: Wish; odd: string[] } | { suit: number } | null

export function readPasted(text: string, family: Families): Pasted {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) {
    try {
      const body: unknown = JSON.parse(trimmed)
      // A saved suit has its request inside.
      const request = isRecord(body) && isRecord(body.request) ? body.request : body
      return readRequest(request, family)
    } catch {
      return null
    }
  }
  const at = trimmed.indexOf('?')
  if (at < 0) return null
  const search = trimmed.slice(at).split('#')[0] ?? ''
  const suit = readSuitId(search)
  if (suit !== null) return { suit }
  const wish = readLink(search)
  return wish && { wish, odd: [] }
}
