import { isRecord, readNumber, readText, readTime } from '../../live/player'
import type { PageOf } from '../../live/usePages'

/** What alerts tell of. A newer server may know others. */
export const ALERT_KINDS = ['death', 'idle', 'back', 'offline', 'rare'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** Something that was found and sent, or why it was not. */
export interface Alert {
  id: number
  kind: AlertKind | null
  character: string | null
  /** When the cause was found, milliseconds. */
  at: number
  /** How far it has come: waiting, sent, quiet and so on. */
  state: string
  /** When the idling or the silence began. */
  since: number | null
  /** Of "back": what it came back from. */
  after: string | null
  deaths: number
  ew: number | null
  ns: number | null
  rare: string | null
}

export interface AlertPage extends PageOf<Alert> {
  /** Whether messages go out: off, dry_run, on, retrying or gone. */
  sender: string
}

export function readAlerts(body: unknown): AlertPage {
  const answer = isRecord(body) ? body : {}
  const list = Array.isArray(answer.alerts) ? answer.alerts : []
  const sender = isRecord(answer.sender) ? readText(answer.sender.state) : null
  return {
    items: list.map(readAlert).filter(alert => alert !== null),
    next: readText(answer.next),
    sender: sender ?? 'on',
  }
}

function readAlert(row: unknown): Alert | null {
  if (!isRecord(row)) return null
  const [id, at] = [readNumber(row.id), readTime(row.created_at)]
  if (id === null || at === null) return null
  const payload = isRecord(row.payload) ? row.payload : {}
  return {
    id,
    at,
    kind: ALERT_KINDS.find(kind => kind === row.kind) ?? null,
    character: readText(row.character_name),
    state: readText(row.state) ?? '',
    since: readTime(payload.since),
    after: readText(payload.after),
    deaths: readNumber(payload.deaths) ?? 0,
    ew: readNumber(payload.ew),
    ns: readNumber(payload.ns),
    rare: readText(payload.rare),
  }
}
