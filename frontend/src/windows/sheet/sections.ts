import { text } from '../../text'
import type { Bar, Vital } from '../vitals/vital'
import { type Ability, inWords, type Sheet, type Skill, type Sworn, TRAININGS } from './sheet'

/** A line of the sheet. */
export interface Row {
  key: string
  name: string
  /** Without spells and equipment; left out where there is no such thing. */
  base?: string
  /** As it is now. */
  value: string
  /** What else is to be said of it, on hovering. */
  note?: string
  /** How full its bar is, 0 to 1. */
  bar?: { share: number; colour: string }
}

export interface Section {
  title: string
  /** Whether its rows have a base and a buffed value, or a base alone. */
  columns?: 'base' | 'both'
  rows: Row[]
}

/** The most XP that counts, and the most that one's level asks for: level 275. */
export const MOST_XP = 191_226_310_247

export type Page = 'character' | 'skills' | 'augmentations'

/** The sheet in sections, page by page; sections without a row are left out. */
export function sectionsOf(sheet: Sheet, vitals: Vital | null): Record<Page, Section[]> {
  const pages = {
    character: [
      abilities(text.sheet.attributes, sheet.attributes.map(attributeRow)),
      abilities(
        text.sheet.vitals,
        sheet.vitals.map(vital => vitalRow(vital, vitals)),
      ),
      { title: text.sheet.growth, rows: growth(sheet) },
      { title: text.sheet.state, rows: state(sheet) },
      { title: text.sheet.allegiance, rows: allegiance(sheet) },
      { title: text.sheet.titles, rows: titles(sheet) },
      {
        title: text.sheet.others,
        rows: sheet.others.map(([name, value]) => ({ key: name, name: inWords(name), value })),
      },
    ],
    skills: TRAININGS.map(training => {
      const skills = sheet.skills.filter(skill => skill.training === training)
      return abilities(text.sheet.trainings[training], skills.map(skillRow))
    }),
    augmentations: properties(sheet),
  }
  const filled = (sections: Section[]) => sections.filter(({ rows }) => rows.length > 0)
  return {
    character: filled(pages.character),
    skills: filled(pages.skills),
    augmentations: filled(pages.augmentations),
  }
}

/** Some plugins tell no buffed values: then there is no column for them. */
function abilities(title: string, rows: Row[]): Section {
  if (rows.some(({ value }) => value !== text.chart.none)) return { title, columns: 'both', rows }
  const bare = rows.map(({ base = text.chart.none, ...row }) => ({ ...row, value: base }))
  return { title, columns: 'base', rows: bare }
}

/** Whatever contains the words, in its name, its value or the title above it. */
export function find(sections: readonly Section[], words: string): Section[] {
  const wanted = words.trim().toLowerCase()
  const holds = (part: string) => part.toLowerCase().includes(wanted)
  return sections
    .map(section => {
      if (holds(section.title)) return section
      return { ...section, rows: section.rows.filter(row => holds(row.name) || holds(row.value)) }
    })
    .filter(({ rows }) => rows.length > 0)
}

const written = (value: number | null) => (value === null ? text.chart.none : text.number(value))

function attributeRow({ key, base, buffed, creation }: Ability): Row {
  const note = creation === null ? {} : { note: text.sheet.creation(creation) }
  return { key, name: inWords(key), base: written(base), value: written(buffed), ...note }
}

function skillRow({ key, base, buffed }: Skill): Row {
  return { key, name: inWords(key), base: written(base), value: written(buffed) }
}

function vitalRow(vital: Ability, now: Vital | null): Row {
  const { key, base, buffed } = vital
  const { percent, current, most } = barOf(key.toLowerCase(), now)
  const whole = most ?? buffed
  const row = { key, name: inWords(key), base: written(base), value: written(whole) }
  if (percent === null) return row
  const share = percent / 100
  const value =
    current === null || whole === null
      ? text.sheet.percent(share)
      : text.sheet.ofMost(current, written(whole))
  return { ...row, value, bar: { share, colour: key.toLowerCase() } }
}

function barOf(key: string, now: Vital | null): Bar {
  const bars: Partial<Record<string, Bar>> = now
    ? { health: now.health, stamina: now.stamina, mana: now.mana }
    : {}
  return bars[key] ?? { percent: null, current: null, most: null }
}

function growth({ totalXp, unassignedXp, luminance, luminanceMost, skillCredits, level }: Sheet): Row[] {
  const rows: Row[] = []
  if (totalXp !== null) {
    const share = Math.min(1, totalXp / MOST_XP)
    const most = level !== null && level > 275
    const bar = most ? {} : { bar: { share, colour: 'xp' }, note: text.sheet.xpNote(share) }
    rows.push({ key: 'xp', name: text.sheet.totalXp, value: text.number(totalXp), ...bar })
  }
  if (unassignedXp !== null) {
    rows.push({ key: 'unassigned', name: text.sheet.unassignedXp, value: text.number(unassignedXp) })
  }
  if (luminance !== null) {
    const value =
      luminanceMost === null ? text.number(luminance) : text.sheet.ofMost(luminance, written(luminanceMost))
    const bar = luminanceMost ? { bar: { share: luminance / luminanceMost, colour: 'luminance' } } : {}
    rows.push({ key: 'luminance', name: text.sheet.luminance, value, ...bar })
  }
  if (skillCredits !== null) {
    rows.push({ key: 'credits', name: text.sheet.skillCredits, value: text.number(skillCredits) })
  }
  return rows
}

// Of the game's properties: played time in seconds, and when the character was made.
const AGE = 125
// A character with twice its capacity cannot walk.
const MOST_BURDEN = 2

function state({ burden, capacity, deaths, birth, properties }: Sheet): Row[] {
  const rows: Row[] = []
  if (burden !== null) {
    const share = capacity ? burden / capacity : null
    const value = share === null ? text.number(burden) : text.sheet.percent(share)
    const note = capacity ? { note: text.sheet.burdenNote(burden, capacity) } : {}
    const bar =
      share === null ? {} : { bar: { share: share / MOST_BURDEN, colour: share > 1 ? 'bad' : 'burden' } }
    rows.push({ key: 'burden', name: text.sheet.burden, value, ...note, ...bar })
  }
  if (deaths !== null) rows.push({ key: 'deaths', name: text.sheet.deaths, value: text.number(deaths) })
  const age = properties.get(AGE)
  if (age !== undefined) rows.push({ key: 'age', name: text.sheet.age, value: text.combat.lasted(age) })
  if (birth !== null) rows.push({ key: 'birth', name: text.sheet.birth, value: birth })
  return rows
}

function allegiance({ allegiance: of }: Sheet): Row[] {
  if (!of) return []
  const rows: Row[] = []
  if (of.name !== null) rows.push({ key: 'name', name: text.sheet.allegianceName, value: of.name })
  for (const [key, sworn] of [
    ['monarch', of.monarch],
    ['patron', of.patron],
  ] as const) {
    if (sworn) rows.push({ key, name: text.sheet[key], value: sworn.name, note: swornNote(sworn) })
  }
  if (of.rank !== null) rows.push({ key: 'rank', name: text.sheet.rank, value: text.number(of.rank) })
  if (of.followers !== null) {
    rows.push({ key: 'followers', name: text.sheet.followers, value: text.number(of.followers) })
  }
  return rows
}

function swornNote({ race, rank }: Sworn): string {
  const heritage = race === null ? null : (text.sheet.heritages[race] ?? null)
  return [heritage, rank === null ? null : text.sheet.ofRank(rank)].filter(Boolean).join(', ')
}

function titles({ title, titles: all }: Sheet): Row[] {
  const rows: Row[] = []
  if (title !== null) rows.push({ key: 'now', name: text.sheet.titleNow, value: titleName(title) })
  if (all.length > 0) {
    const names = all.map(titleName).join(', ')
    rows.push({ key: 'all', name: text.sheet.titleCount(all.length), value: names, note: names })
  }
  return rows
}

/** Plugins tell titles by the game's numbers, for which it has names that are nowhere to be read. */
export function titleName(title: string | number): string {
  return typeof title === 'number' ? text.sheet.titleNumber(title) : title
}

function properties({ properties: all }: Sheet): Section[] {
  const left = new Map(all)
  left.delete(AGE)
  const taken = (names: Record<number, string>, write: (value: number) => string = text.number) =>
    Object.entries(names).flatMap(([key, name]) => {
      const value = left.get(Number(key))
      left.delete(Number(key))
      return value === undefined || value === 0 ? [] : [{ key, name, value: write(value) }]
    })
  const { groups } = text.sheet
  const sections: Section[] = [
    { title: groups.society.title, rows: taken(groups.society.names, text.sheet.societyRank) },
    {
      title: groups.masteries.title,
      rows: [
        ...taken(groups.masteries.weapons, text.sheet.weapon),
        ...taken(groups.masteries.summoning, text.sheet.essence),
      ],
    },
    { title: groups.augmentations.title, rows: taken(groups.augmentations.names) },
    { title: groups.auras.title, rows: taken(groups.auras.names) },
    { title: groups.ratings.title, rows: taken(groups.ratings.names) },
    {
      title: groups.general.title,
      rows: [...taken(groups.aetheria.names, text.sheet.aetheria), ...taken(groups.general.names)],
    },
  ]
  const unknown = [...left].sort(([a], [b]) => a - b)
  const rows = unknown.map(([id, value]) => ({
    key: String(id),
    name: text.sheet.property(id),
    value: text.number(value),
  }))
  return [...sections, { title: text.sheet.otherProperties, rows }]
}
