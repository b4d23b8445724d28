import { text } from '../../text'
import { figure, type Item, shortCantrip, TIERS } from '../item'
import { sentence } from '../table/Cell'
import { manaSeconds } from './mana'
import { type Names, namesOfBits, needsOf, strengthOf, type WholeItem } from './whole'

const t = text.inventory.card

/** Armor level or damage, large, with what it is made of. */
export function Main({ item, names }: { item: WholeItem; names: Names | null }) {
  const [armor, base] = [figure(item, 'armor_level'), figure(item, 'base_armor_level')]
  const damage = figure(item, 'max_damage')
  const shield = figure(item, 'shield_value')
  return (
    <>
      {armor !== null && (
        <div className="card-main">
          <Big label={t.armor} value={armor} />
          <p className="ink-2">
            {base !== null && (
              <>
                {t.base(base)}
                <br />
                <span className="ink-3">{t.baseIs}</span>
              </>
            )}
          </p>
        </div>
      )}
      {shield !== null && shield !== armor && <Big label={t.shield} value={shield} />}
      {damage !== null && (
        <div className="card-main">
          <Big label={t.damage} value={damage} />
          <p className="ink-2">{damageDetail(item, names)}</p>
        </div>
      )}
      <Ratings item={item} />
    </>
  )
}

function Big({ label, value }: { label: string; value: number }) {
  return (
    <div>
      <div className="label">{label}</div>
      <b className="card-big">{text.number(value)}</b>
    </div>
  )
}

/** "Incantation of Impenetrability" is just Impenetrability where its level stands beside it. */
function plainSpell(name: string): string {
  return name
    .replace(/^Incantation of /, '')
    .replace(/ (Self|Other)$/, '')
    .replace(/ [IV]+$/, '')
}

function damageDetail(item: Item, names: Names | null): string {
  const parts: string[] = []
  const [most, variance] = [figure(item, 'max_damage'), figure(item, 'variance')]
  if (most !== null && variance !== null)
    parts.push(t.damageFrom(Math.round(most * (1 - variance) * 10) / 10))
  const type = figure(item, 'damage_type')
  if (type) parts.push(namesOfBits(names, 'damage_type', type).join(', ').toLowerCase())
  return parts.join(', ')
}

const RATINGS = [
  ['damage_rating', t.ratings.d],
  ['damage_resist_rating', t.ratings.dr],
  ['crit_rating', t.ratings.c],
  ['crit_resist_rating', t.ratings.cr],
  ['crit_damage_rating', t.ratings.cd],
  ['crit_damage_resist_rating', t.ratings.cdr],
  ['heal_boost_rating', t.ratings.heal],
  ['vitality_rating', t.ratings.vit],
  ['nether_resist_rating', t.ratings.nether],
  ['life_resist_rating', t.ratings.life],
  ['overpower', t.ratings.overpower],
  ['overpower_resist', t.ratings.overpowerResist],
  ['pk_damage_rating', t.ratings.pk],
  ['pk_damage_resist_rating', t.ratings.pkResist],
] as const

function Ratings({ item }: { item: Item }) {
  const known = RATINGS.filter(([column]) => (figure(item, column) ?? 0) !== 0)
  if (known.length === 0) return null
  return (
    <dl className="card-ratings">
      {known.map(([column, label]) => (
        <div key={column}>
          <dt>{label}</dt>
          <dd>{text.number(figure(item, column)!)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The spells, cantrips first, with what they do. */
export function Spells({ item }: { item: WholeItem }) {
  if (item.spells.length === 0) return null
  const rank = (tier: string | null) => (tier ? TIERS.indexOf(tier as (typeof TIERS)[number]) : TIERS.length)
  const level = (id: number) => item.details.get(id)?.level ?? 0
  const spells = [...item.spells].sort((a, b) => rank(a.tier) - rank(b.tier) || level(b.id) - level(a.id))
  return (
    <ul className="card-spells card-part" aria-label={t.spells}>
      {spells.map(spell => {
        const detail = item.details.get(spell.id)
        return (
          <li key={spell.id} title={spell.name}>
            <span className={spell.tier ? `tier-${spell.tier}` : 'ink-2'}>
              {spell.tier ? sentence(spell.tier) : roman(detail?.level ?? 0)}
            </span>
            <span className="cut">{spell.tier ? shortCantrip(spell) : plainSpell(spell.name)}</span>
            <span className="ink-3">{detail ? strengthOf(detail) : ''}</span>
          </li>
        )
      })}
    </ul>
  )
}

const ROMAN = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII']
const roman = (level: number) => ROMAN[level] ?? ''

/** Everything else that is known, as pairs of words. */
export function Facts({ item, names }: { item: WholeItem; names: Names | null }) {
  const value = (column: string) => figure(item, column)
  const percent = (column: string) => {
    const share = value(column)
    if (!share) return ''
    return `${share > 0 ? '+' : '−'}${Math.abs(Math.round(share * 1000) / 10)} %`
  }
  const skill = value('weapon_skill')
  const slayer = value('slayer_creature_type')
  const structure = value('structure')
  const facts: [string, string][] = [
    [t.needs, needsOf(item, names, t.need).join(', ')],
    [t.skill, skill ? (names?.get('skill')?.get(skill) ?? '') : ''],
    [t.bonuses.attack, percent('attack_bonus')],
    [t.bonuses.melee, percent('melee_defense_bonus')],
    [t.bonuses.missile, percent('missile_defense_bonus')],
    [t.bonuses.magic, percent('magic_defense_bonus')],
    [t.bonuses.modifier, percent('damage_bonus')],
    [t.bonuses.element, signed(value('elemental_damage_bonus'))],
    [t.bonuses.elementMonsters, percent('elemental_damage_vs_monsters')],
    [t.bonuses.mana, percent('mana_conversion_bonus')],
    [t.speed, plain(value('weapon_time'))],
    [t.cleaving, plain(value('cleaving'))],
    [t.slayer, slayer ? t.slayerOf(slayer, value('slayer_bonus')) : ''],
    [t.tinkering, tinkering(item)],
    [t.spellcraft, plain(value('spellcraft'))],
    [t.mana, ofMost(value('mana'), value('max_mana'))],
    [t.manaLeft, manaLeft(item)],
    [t.burden, [value('burden'), value('value')].map(plain).map(dash).join(', ')],
    [t.stack, ofMost(value('stack_size'), value('max_stack_size'))],
    [t.uses, structure === null ? '' : ofMost(structure, value('max_structure'))],
    [t.state, states(item)],
    [t.protections, protections(item)],
  ]
  return (
    <dl className="card-facts card-part">
      {facts
        .filter(([, words]) => words !== '')
        .map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
    </dl>
  )
}

const plain = (value: number | null) => (value === null ? '' : text.number(value))
const dash = (words: string) => words || '–'
const signed = (value: number | null) => (value ? `+${text.number(value)}` : '')

function ofMost(value: number | null, most: number | null): string {
  if (value === null) return ''
  return most === null ? text.number(value) : t.of(value, most)
}

function tinkering(item: Item): string {
  const imbue = item.columns.imbue_name
  const [tinks, work] = [figure(item, 'tinks'), figure(item, 'workmanship')]
  // Only what has a workmanship can be tinkered.
  if (work === null && !tinks) return ''
  return t.tinks(tinks ?? 0, typeof imbue === 'string' ? imbue : null)
}

function manaLeft(item: Item): string {
  const seconds = item.worn ? manaSeconds(item) : null
  return seconds === null ? '' : t.lasts(seconds)
}

function states(item: Item): string {
  const { states: s } = t
  const yes = (column: string, word: string) => ((figure(item, column) ?? 0) > 0 ? [word] : [])
  const words = [...yes('bonded', s.bonded), ...yes('attuned', s.attuned)]
  if (item.columns.is_rare === true) words.push(s.rare)
  if (item.columns.is_unique === true) words.push(s.unique)
  if (item.columns.has_id_data === false) words.push(s.unidentified)
  return words.join(', ')
}

function protections(item: Item): string {
  const list = item.columns.protections
  if (!Array.isArray(list)) return ''
  return list
    .map((value, i) =>
      typeof value === 'number' && t.elements[i] ? `${t.elements[i]} ${value.toFixed(1)}` : '',
    )
    .filter(Boolean)
    .join(', ')
}
