import { useState } from 'react'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useInventory, usePageState, useResults } from './context'
import { named } from './item'
import { asksFor, toggled } from './query/rewrite'
import type { Facet, FacetValue } from './results'
import { kindName, sentence, slotNames } from './table/Cell'

// Of each facet so many values are shown at first.
const SHORT = 6
const ORDER = [
  ...['type', 'slot', 'set', 'tier', 'character', 'place', 'imbue', 'skill', 'damage', 'material', 'wield'],
]

/** How the answer divides; a click writes that into the query, another one takes it out. */
export function Facets() {
  const { facets } = useResults()
  const shown = ORDER.flatMap(
    name => facets.find(facet => facet.name === name && facet.values.length > 0) ?? [],
  )
  return (
    <>
      {shown.map(facet => (
        <Group key={facet.name} facet={facet} />
      ))}
    </>
  )
}

function Group({ facet }: { facet: Facet }) {
  const [open, setOpen] = useState(true)
  const [all, setAll] = useState(false)
  const title = named(text.inventory.facets.names, facet.name) ?? facet.name
  const values = all ? facet.values : facet.values.slice(0, SHORT)
  return (
    <section className="facet">
      <h3>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <span>{title}</span>
          <Icon name={open ? 'down' : 'right'} size={12} />
        </button>
      </h3>
      {open && (
        <ul>
          {values.map(value => (
            <Value key={value.query} facet={facet.name} value={value} />
          ))}
          {facet.values.length > SHORT && (
            <li>
              <button type="button" className="link facet-more" onClick={() => setAll(!all)}>
                {all ? text.inventory.facets.fewer : text.inventory.facets.more(facet.values.length - SHORT)}
              </button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}

function Value({ facet, value }: { facet: string; value: FacetValue }) {
  const { store } = useInventory()
  const { q } = usePageState()
  const { of, fault, canonical } = useResults()
  // What cannot be read cannot be written on: then it goes on from the last good one.
  const base = fault ? (of?.q ?? '') : q
  const on = asksFor(base, value.query)
  const change = (clause: string) => {
    const text = !asksFor(base, clause) && asksFor(canonical, clause) && of?.q === base ? canonical : base
    store.change({ q: toggled(text, clause) })
  }
  const name = labelOf(facet, value.name)
  // Of what is said with a "not" already the other is without it.
  const negative = value.query.startsWith('-') ? value.query.slice(1) : `-${value.query}`
  return (
    <li className={on ? 'facet-value on' : 'facet-value'}>
      <button type="button" aria-pressed={on} onClick={() => change(value.query)}>
        <i className="facet-box">{on && <Icon name="check" size={12} />}</i>
        <span className="cut" dir="auto">
          {name}
        </span>
        <span className="ink-3">{text.number(value.count)}</span>
      </button>
      {!on && (
        <button
          type="button"
          className="facet-without"
          aria-label={text.inventory.facets.without(name)}
          title={text.inventory.facets.without(name)}
          onClick={() => change(negative)}
        >
          <Icon name="minus" size={12} />
        </button>
      )}
    </li>
  )
}

function labelOf(facet: string, name: string): string {
  if (facet === 'type') return kindName(name)
  if (facet === 'slot') return slotNames([name])
  if (facet === 'place') return named(text.inventory.facets.places, name) ?? name
  return facet === 'tier' ? sentence(name) : name
}
