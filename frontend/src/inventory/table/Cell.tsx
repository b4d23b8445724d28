import type { ReactNode } from 'react'
import { text } from '../../text'
import type { ArmorView, Column } from '../columns'
import { cantripsOf, figure, type Item, named, shortCantrip } from '../item'
import '../words.css'

/** What stands in a cell. */
export function cellOf(item: Item, column: Column, armor: ArmorView): ReactNode {
  if (column.id === 'al') return figureOf(figure(item, armor))
  if (column.number) return figureOf(column.number(item))
  switch (column.id) {
    case 'name':
      return (
        <>
          <bdi>{item.name}</bdi>
          {item.material && <span className="ink-3"> {item.material}</span>}
        </>
      )
    case 'owner':
      return <bdi>{item.owner}</bdi>
    case 'set':
      return item.set ? <bdi>{shortSet(item.set)}</bdi> : NONE
    case 'cantrips':
      return <Cantrips item={item} />
    case 'slot':
      return item.slots.length > 0 ? slotNames(item.slots) : NONE
    case 'kind':
      return item.kind ? kindName(item.kind) : NONE
    case 'material':
      return item.material ?? NONE
    case 'worn':
      return item.worn ? text.inventory.yes : NONE
    case 'seen':
      return item.seen === null ? NONE : text.ago((Date.now() - item.seen) / 1000)
    default:
      return textOf(item, column.sort)
  }
}

/** No value. */
const NONE = <span className="ink-3">–</span>

function figureOf(value: number | null): ReactNode {
  return value === null ? NONE : text.number(value)
}

function textOf(item: Item, column: string | null): ReactNode {
  const value = column ? item.columns[column] : null
  return typeof value === 'string' && value ? value : NONE
}

/** "Adept's Set" under the head Set is Adept's. */
export function shortSet(name: string): string {
  return name.replace(/ Set$/, '') || name
}

export function kindName(kind: string): string {
  return named(text.inventory.facets.kinds, kind) ?? sentence(kind.replaceAll('_', ' '))
}

/** Where it is worn, the two sides of rings and bracelets as one. */
export function slotNames(slots: readonly string[]): string {
  const names: Record<string, string> = { ...text.slots, ...text.inventory.sides }
  const joined = slots.map(
    slot => named(names, slot.replace(/_(left|right)$/, '')) ?? named(names, slot) ?? slot,
  )
  return sentence([...new Set(joined)].join(', ').toLowerCase())
}

export function sentence(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function Cantrips({ item }: { item: Item }) {
  const cantrips = cantripsOf(item)
  if (cantrips.length === 0) return null
  return (
    <span title={cantrips.map(({ name }) => name).join(', ')}>
      {cantrips.map((spell, i) => (
        <span key={spell.id}>
          {i > 0 && <span className="ink-3">, </span>}
          <span className={`tier-${spell.tier}`}>{shortCantrip(spell)}</span>
        </span>
      ))}
    </span>
  )
}
