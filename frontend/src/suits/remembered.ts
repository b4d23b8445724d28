import { isRecord, readText } from '../live/player'
import { readList } from './answer'
import { readRequest, writeRequest } from './request'
import { EMPTY_WISH, type Wish } from './wish'

/** A wish that somebody gave a name, in this browser. */
export interface Named {
  name: string
  wish: Wish
}

const LAST = 'suits.wish'
const OWN = 'suits.wishes'

export const LAST_EMPTY: Named = { name: '', wish: EMPTY_WISH }

/** What was wished for last. */
export function lastWish(): Named {
  return readNamed(parsed(LAST)) ?? LAST_EMPTY
}

export function rememberLast(named: Named): void {
  store(LAST, writeNamed(named))
}

export function ownWishes(): Named[] {
  return readList(parsed(OWN), readNamed).filter(each => each.name !== '')
}

export function storeOwn(wishes: readonly Named[]): void {
  store(OWN, wishes.map(writeNamed))
}

/** The wishes with one more; one of the same name makes room. */
export function withNamed(wishes: readonly Named[], added: Named): Named[] {
  return [...wishes.filter(each => each.name !== added.name), added].sort((a, b) =>
    a.name.localeCompare(b.name),
  )
}

function readNamed(value: unknown): Named | null {
  if (!isRecord(value)) return null
  return { name: readText(value.name) ?? '', wish: readRequest(value.request).wish }
}

function writeNamed({ name, wish }: Named) {
  return { name, request: writeRequest(wish) }
}

function parsed(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

function store(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Without storage it lasts as long as the page.
  }
}
