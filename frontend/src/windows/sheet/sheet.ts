import { isRecord, readNumber, readText, readTime } from '../../live/player'

export const TRAININGS = ['specialized', 'trained', 'untrained', 'unusable'] as const
export type Training = (typeof TRAININGS)[number]

/** An attribute, a vital or a skill; what the plugin did not tell is null. */
export interface Ability {
  /** As the plugin calls it. */
  key: string
  base: number | null
  buffed: number | null
  /** What it began with. */
  creation: number | null
}

export interface Skill extends Ability {
  training: Training
}

/** Somebody above in the allegiance. */
export interface Sworn {
  name: string
  /** The game's number of a heritage. */
  race: number | null
  rank: number | null
}

export interface Allegiance {
  name: string | null
  monarch: Sworn | null
  patron: Sworn | null
  rank: number | null
  followers: number | null
}

/** Everything that a character's plugin told of it; what it did not tell is null or empty. */
export interface Sheet {
  at: number | null
  level: number | null
  race: string | null
  gender: string | null
  birth: string | null
  totalXp: number | null
  unassignedXp: number | null
  luminance: number | null
  luminanceMost: number | null
  skillCredits: number | null
  deaths: number | null
  burden: number | null
  capacity: number | null
  attributes: Ability[]
  vitals: Ability[]
  skills: Skill[]
  allegiance: Allegiance | null
  /** A title's name, or its number. */
  title: string | number | null
  titles: (string | number)[]
  /** The game's properties by their numbers. */
  properties: ReadonlyMap<number, number>
  /** Members that are not known here, as they came. */
  others: [name: string, value: string][]
}

/** Reads `GET /character-stats/{character}` and the message character_stats, which are of one shape. */
export function readSheet(body: unknown): Sheet {
  const row = isRecord(body) ? body : {}
  const attributes = readAbilities(row.attributes)
  return {
    at: readTime(row.timestamp),
    level: readNumber(row.level),
    race: readText(row.race),
    gender: readText(row.gender),
    birth: readText(row.birth),
    totalXp: readNumber(row.total_xp),
    unassignedXp: readNumber(row.unassigned_xp),
    luminance: readNumber(row.luminance_earned),
    luminanceMost: readNumber(row.luminance_total),
    skillCredits: readNumber(row.skill_credits),
    deaths: readNumber(row.deaths),
    burden: readNumber(row.burden_units),
    capacity: readNumber(row.encumbrance_capacity),
    attributes: inOrder(attributes, ATTRIBUTES),
    vitals: inOrder(readAbilities(row.vitals), VITALS),
    skills: readSkills(row.skills),
    allegiance: readAllegiance(row.allegiance),
    title: readTitle(row.current_title),
    titles: (Array.isArray(row.titles) ? row.titles : []).map(readTitle).filter(title => title !== null),
    properties: readProperties(row.properties),
    others: readOthers(row),
  }
}

// As the game's own panel lists them.
const ATTRIBUTES = ['strength', 'endurance', 'coordination', 'quickness', 'focus', 'self']
const VITALS = ['health', 'stamina', 'mana']

function inOrder(abilities: Ability[], order: readonly string[]): Ability[] {
  const place = ({ key }: Ability) => {
    const at = order.indexOf(key.toLowerCase())
    return at < 0 ? order.length : at
  }
  return abilities.sort((a, b) => place(a) - place(b))
}

function readAbilities(body: unknown): Ability[] {
  return Object.entries(isRecord(body) ? body : {}).map(([key, value]) => readAbility(key, value))
}

function readAbility(key: string, value: unknown): Ability {
  const row = isRecord(value) ? value : { base: value }
  const first = (...names: string[]) =>
    names.reduce<number | null>((found, name) => found ?? readNumber(row[name]), null)
  return {
    key,
    base: readNumber(row.base),
    buffed: first('buffed', 'current', 'effective', 'total'),
    creation: readNumber(row.creation),
  }
}

function readSkills(body: unknown): Skill[] {
  const skills = Object.entries(isRecord(body) ? body : {}).map(([key, value]) => ({
    ...readAbility(key, value),
    training: readTraining(isRecord(value) ? value.training : null),
  }))
  return skills.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** In words, or by the game's number: 0 unusable to 3 specialized. */
function readTraining(value: unknown): Training {
  if (typeof value === 'number') return TRAININGS[3 - value] ?? 'untrained'
  const word = readText(value)?.toLowerCase() ?? ''
  if (word.startsWith('speciali')) return 'specialized'
  return TRAININGS.find(training => training === word) ?? (word === 'inactive' ? 'unusable' : 'untrained')
}

function readAllegiance(body: unknown): Allegiance | null {
  if (!isRecord(body)) return null
  const allegiance = {
    name: readText(body.name),
    monarch: readSworn(body.monarch),
    patron: readSworn(body.patron),
    rank: readNumber(body.rank),
    followers: readNumber(body.followers),
  }
  return Object.values(allegiance).some(value => value !== null) ? allegiance : null
}

function readSworn(body: unknown): Sworn | null {
  const name = isRecord(body) ? readText(body.name) : null
  if (!isRecord(body) || name === null) return null
  return { name, race: readNumber(body.race), rank: readNumber(body.rank) }
}

function readTitle(value: unknown): string | number | null {
  return readNumber(value) ?? readText(value)
}

function readProperties(body: unknown): Map<number, number> {
  const properties = new Map<number, number>()
  for (const [key, value] of Object.entries(isRecord(body) ? body : {})) {
    const [id, number] = [Number(key), readNumber(value)]
    if (Number.isInteger(id) && number !== null) properties.set(id, number)
  }
  return properties
}

const KNOWN = new Set([
  ...['type', 'character_name', 'timestamp', 'received_at', 'level', 'race', 'gender', 'birth', 'total_xp'],
  ...['unassigned_xp', 'luminance_earned', 'luminance_total', 'skill_credits', 'deaths', 'burden_units'],
  ...['encumbrance_capacity', 'attributes', 'vitals', 'skills', 'allegiance', 'current_title', 'titles'],
  ...['properties'],
])

function readOthers(row: Record<string, unknown>): Sheet['others'] {
  const told = (value: unknown) => typeof value !== 'object' && value !== undefined
  return Object.entries(row)
    .filter(([name, value]) => !KNOWN.has(name) && told(value))
    .map(([name, value]) => [name, String(value)])
}

/** "missile_weapons" and "MissileWeapons" as they are read. */
export function inWords(key: string): string {
  const words = key
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .trim()
  return words.replace(/\b[a-z]/g, letter => letter.toUpperCase())
}
