import { isRecord, readNumber, readText } from '../../live/player'
import { text } from '../../text'
import { ALERT_KINDS } from './alert'

export const RULE_KINDS = ['all', ...ALERT_KINDS] as const
export type RuleKind = (typeof RULE_KINDS)[number]

export interface Quiet {
  from: string
  to: string
  timeZone: string
}

/** What a rule decides; null: it leaves that to another one, or to how the server is set up. */
export interface Settings {
  minutes: number | null
  grace: number | null
  deaths: number | null
  tier: number | null
  quiet: Quiet | null
}

export interface Rule {
  id: number
  kind: RuleKind
  /** null: all characters. */
  character: string | null
  settings: Settings
  enabled: boolean
}

type Figure = 'minutes' | 'grace' | 'deaths' | 'tier'

/** Which figures mean something for a kind; quiet hours do for each. */
export const FIGURES: Record<RuleKind, readonly Figure[]> = {
  all: ['grace'],
  death: ['deaths', 'grace'],
  idle: ['minutes', 'grace'],
  back: [],
  offline: ['minutes', 'grace'],
  rare: ['tier'],
}

/** By what name the server knows a figure. */
export const FIELDS: Record<Figure, string> = {
  minutes: 'minutes',
  grace: 'grace_minutes',
  deaths: 'deaths',
  tier: 'tier',
}

export function readRules(body: unknown): Rule[] {
  const list = isRecord(body) && Array.isArray(body.rules) ? body.rules : []
  return list.map(readRule).filter(rule => rule !== null)
}

export function readRule(row: unknown): Rule | null {
  if (!isRecord(row)) return null
  const [id, kind] = [readNumber(row.id), RULE_KINDS.find(each => each === row.kind)]
  if (id === null || !kind) return null
  const settings = isRecord(row.settings) ? row.settings : {}
  return {
    id,
    kind,
    character: readText(row.character_name),
    enabled: row.enabled !== false,
    settings: {
      minutes: readNumber(settings.minutes),
      grace: readNumber(settings.grace_minutes),
      deaths: readNumber(settings.deaths),
      tier: readNumber(settings.tier),
      quiet: readQuiet(settings.quiet),
    },
  }
}

function readQuiet(quiet: unknown): Quiet | null {
  if (!isRecord(quiet)) return null
  const [from, to] = [readText(quiet.from), readText(quiet.to)]
  return from && to ? { from, to, timeZone: readText(quiet.time_zone) ?? '' } : null
}

/** A rule as its form holds it: texts, as they are typed. */
export interface Draft {
  kind: RuleKind
  character: string
  enabled: boolean
  figures: Record<Figure, string>
  quiet: boolean
  from: string
  to: string
  timeZone: string
}

export function draftOf(rule: Rule | null, timeZone: string): Draft {
  const settings = rule?.settings
  const typed = (value: number | null | undefined) => (value == null ? '' : String(value))
  return {
    kind: rule?.kind ?? 'death',
    character: rule?.character ?? '',
    enabled: rule?.enabled ?? true,
    figures: {
      minutes: typed(settings?.minutes),
      grace: typed(settings?.grace),
      deaths: typed(settings?.deaths),
      tier: typed(settings?.tier),
    },
    quiet: settings?.quiet != null,
    from: settings?.quiet?.from ?? '22:00',
    to: settings?.quiet?.to ?? '07:00',
    timeZone: settings ? (settings.quiet?.timeZone ?? timeZone) : timeZone,
  }
}

/** The settings of a draft as the server takes them: only what means something for its kind. */
export function settingsOf(draft: Draft): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  for (const figure of FIGURES[draft.kind]) {
    const typed = draft.figures[figure].trim()
    if (typed !== '') settings[FIELDS[figure]] = Number(typed)
  }
  if (draft.quiet) settings.quiet = { from: draft.from, to: draft.to, time_zone: draft.timeZone.trim() }
  return settings
}

/** A rule's settings as they were, for putting it back. */
export function settingsAsSent({ settings }: Rule): Record<string, unknown> {
  const { quiet } = settings
  const sent: Record<string, unknown> = {}
  for (const figure of Object.keys(FIELDS) as Figure[]) {
    if (settings[figure] !== null) sent[FIELDS[figure]] = settings[figure]
  }
  if (quiet) sent.quiet = { from: quiet.from, to: quiet.to, time_zone: quiet.timeZone }
  return sent
}

/** What a rule decides, in a few words; empty: nothing but that there are such alerts. */
export function saysOf({ settings }: Rule): string[] {
  const { says } = text.alerts.rules
  const { minutes, grace, deaths, tier, quiet } = settings
  return [
    minutes !== null && says.minutes(minutes),
    deaths !== null && says.deaths(deaths),
    tier !== null && says.tier(tier),
    grace !== null && says.grace(grace),
    quiet !== null && says.quiet(quiet.from, quiet.to, quiet.timeZone),
  ].filter(part => part !== false)
}

/** What a rule is about, in words. */
export function nameOf({ kind, character }: Pick<Rule, 'kind' | 'character'>): string {
  return text.alerts.rules.of(text.alerts.kinds[kind], character)
}
