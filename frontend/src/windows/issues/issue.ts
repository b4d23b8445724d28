import { isRecord, readNumber, readText, readTime } from '../../live/player'
import type { PageOf } from '../../live/usePages'

export const STATUSES = ['open', 'in progress', 'resolved'] as const
export type Status = (typeof STATUSES)[number]

export interface Comment {
  id: number
  author: string | null
  body: string
  at: number
}

export interface Issue {
  id: number
  title: string
  description: string | null
  category: string | null
  status: Status
  author: string | null
  at: number
  /** As the server wrote it: sent back with a change, so that nobody overwrites another's. */
  version: string
  changedAt: number
  comments: Comment[]
}

export function readIssues(body: unknown): PageOf<Issue> {
  const list = isRecord(body) && Array.isArray(body.issues) ? body.issues : []
  return {
    items: list.map(readIssue).filter(issue => issue !== null),
    next: isRecord(body) ? readText(body.next) : null,
  }
}

export function readIssue(row: unknown): Issue | null {
  if (!isRecord(row)) return null
  const [id, title, at] = [readNumber(row.id), readText(row.title), readTime(row.created_at)]
  if (id === null || at === null) return null
  const comments = Array.isArray(row.comments) ? row.comments : []
  return {
    id,
    title: title ?? '',
    description: readText(row.description),
    category: readText(row.category),
    // A status that is not known is one that somebody has to look at.
    status: STATUSES.find(status => status === row.status) ?? 'open',
    author: readText(row.author),
    at,
    version: readText(row.updated_at) ?? '',
    changedAt: readTime(row.updated_at) ?? at,
    comments: comments.map(readComment).filter(comment => comment !== null),
  }
}

function readComment(row: unknown): Comment | null {
  if (!isRecord(row)) return null
  const [id, body, at] = [readNumber(row.id), readText(row.body), readTime(row.created_at)]
  return id === null || body === null || at === null ? null : { id, body, at, author: readText(row.author) }
}

/** The categories that issues have, without those that differ in capitals alone. */
export function categoriesOf(issues: readonly Issue[]): string[] {
  const found = new Map<string, string>()
  for (const { category } of issues) {
    if (category && !found.has(category.toLowerCase())) found.set(category.toLowerCase(), category)
  }
  return [...found.values()].sort((a, b) => a.localeCompare(b))
}
