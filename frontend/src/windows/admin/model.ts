import { isRecord, readNumber, readText, readTime } from '../../live/player'
import type { PageOf } from '../../live/usePages'

/** What can be given to a user or a token; an administrator has all of it and more. */
export const GIVEN = ['view', 'command', 'edit'] as const

export interface User {
  id: number
  name: string
  isAdmin: boolean
  permissions: string[]
  secondFactor: boolean
  sessions: number
  seenAt: number | null
}

export interface Invitation {
  id: string
  isAdmin: boolean
  permissions: string[]
  note: string
  by: string
  madeAt: number
  expiresAt: number
  usedBy: string | null
  usedAt: number | null
}

export interface Token {
  id: string
  name: string
  user: string
  permissions: string[]
  expiresAt: number
  usedAt: number | null
}

export interface Secret {
  /** null: it cannot be revoked here, being the configured one or one that is gone already. */
  id: string | null
  name: string
  by: string
  madeAt: number | null
  usedAt: number | null
  address: string | null
  characters: string[]
}

export interface Entry {
  id: number
  at: number
  action: string
  /** null: a stranger. */
  who: string | null
  address: string | null
  target: string | null
  ok: boolean
  detail: string | null
}

export function readUsers(body: unknown): User[] {
  return rows(body, 'users', row => {
    const [id, name] = [readNumber(row.id), readText(row.username)]
    if (id === null || name === null) return null
    return {
      id,
      name,
      isAdmin: row.is_admin === true,
      permissions: texts(row.permissions),
      secondFactor: row.second_factor === true,
      sessions: readNumber(row.sessions) ?? 0,
      seenAt: readTime(row.last_seen_at),
    }
  })
}

export function readInvitations(body: unknown): Invitation[] {
  return rows(body, 'invitations', row => {
    const [id, madeAt, expiresAt] = [readText(row.id), readTime(row.created_at), readTime(row.expires_at)]
    if (id === null || madeAt === null || expiresAt === null) return null
    return {
      id,
      madeAt,
      expiresAt,
      isAdmin: row.is_admin === true,
      permissions: texts(row.permissions),
      note: readText(row.note) ?? '',
      by: readText(row.created_by) ?? '',
      usedBy: readText(row.used_by),
      usedAt: readTime(row.used_at),
    }
  })
}

export function readTokens(body: unknown): Token[] {
  return rows(body, 'tokens', row => {
    const [id, name, expiresAt] = [readText(row.id), readText(row.name), readTime(row.expires_at)]
    if (id === null || name === null || expiresAt === null) return null
    return {
      id,
      name,
      expiresAt,
      user: readText(row.username) ?? '',
      permissions: texts(row.permissions),
      usedAt: readTime(row.last_used_at),
    }
  })
}

export function readSecrets(body: unknown): Secret[] {
  return rows(body, 'secrets', row => {
    const name = readText(row.name)
    if (name === null) return null
    const characters = Array.isArray(row.characters) ? row.characters.filter(isRecord) : []
    return {
      name,
      id: readText(row.id),
      by: readText(row.created_by) ?? '',
      madeAt: readTime(row.created_at),
      usedAt: readTime(row.last_used_at),
      address: readText(row.last_address),
      characters: characters.map(each => readText(each.character_name)).filter(each => each !== null),
    }
  })
}

export function readAudit(body: unknown): PageOf<Entry> {
  const items = rows(body, 'entries', row => {
    const [id, at] = [readNumber(row.id), readTime(row.timestamp)]
    if (id === null || at === null) return null
    return {
      id,
      at,
      action: readText(row.action) ?? '',
      who: readText(row.username),
      address: readText(row.address),
      target: readText(row.target),
      ok: row.ok !== false,
      detail: readText(row.detail),
    }
  })
  return { items, next: isRecord(body) ? readText(body.next) : null }
}

/** One member of an answer that is told once, such as a password or a token. */
export function readOnce(body: unknown, member: string): string | null {
  return isRecord(body) ? readText(body[member]) : null
}

function rows<T>(body: unknown, name: string, read: (row: Record<string, unknown>) => T | null): T[] {
  const list = isRecord(body) && Array.isArray(body[name]) ? (body[name] as unknown[]) : []
  return list
    .filter(isRecord)
    .map(read)
    .filter(row => row !== null)
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : []
}

/** What a user may, as a form holds it. */
export interface Rights {
  isAdmin: boolean
  permissions: readonly string[]
}

/**
 * What of a user's rights is to be sent. An administrator's own permissions are not known, since they say
 * nothing: whoever is one no longer gets those that the form shows.
 */
export function changedRights(before: Rights, after: Rights): Record<string, unknown> {
  const change: Record<string, unknown> = {}
  if (after.isAdmin !== before.isAdmin) change.is_admin = after.isAdmin
  const given = (rights: Rights) => GIVEN.filter(each => rights.permissions.includes(each))
  const same = given(before).join() === given(after).join()
  if (!after.isAdmin && (before.isAdmin || !same)) change.permissions = given(after)
  return change
}

/** When something that is made now and holds for so many days ends. */
export function inDays(days: number, now: number): string {
  return new Date(now + days * 86_400_000).toISOString()
}
