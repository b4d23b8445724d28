import { useState } from 'react'
import { text } from '../../text'
import type { Creature } from './report'

// More than one looks at; the others are a click away.
const FIRST = 12

interface CreatureTableProps {
  creatures: readonly Creature[]
  /** Of which alone the kinds of damage are shown. */
  chosen: string | null
  onChoose: (name: string) => void
}

type Key = 'kills' | 'given' | 'received'

/** What was dealt to whom and suffered from whom, each beside the most of all. */
export function CreatureTable({ creatures, chosen, onChoose }: CreatureTableProps) {
  const [key, setKey] = useState<Key>('given')
  const [all, setAll] = useState(false)
  const sorted = [...creatures].sort((a, b) => b[key] - a[key])
  const rows = all ? sorted : sorted.slice(0, FIRST)
  const most = { given: mostOf(creatures, 'given'), received: mostOf(creatures, 'received') }
  const head = (of: Key, title: string) => (
    <th scope="col" className="number" aria-sort={key === of ? 'descending' : undefined}>
      <button type="button" className={key === of ? 'on' : undefined} onClick={() => setKey(of)}>
        {title}
      </button>
    </th>
  )
  return (
    <>
      <table className="combat-table combat-creatures">
        <thead>
          <tr>
            <th scope="col">{text.combat.creature}</th>
            {head('kills', text.combat.kills)}
            <td className="combat-bars" />
            {head('given', text.combat.givenTo)}
            {head('received', text.combat.receivedFrom)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, kills, given, received }) => (
            <tr key={name} className={name === chosen ? 'on' : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className="combat-name two-lines"
                  aria-pressed={name === chosen}
                  title={text.combat.only(name)}
                  onClick={() => onChoose(name)}
                >
                  <bdi>{name}</bdi>
                </button>
              </th>
              <td className="number">{text.number(kills)}</td>
              <td className="combat-bars" aria-hidden="true">
                <span>
                  <i className="given" style={{ width: `${(100 * given) / most.given}%` }} />
                  <i className="received" style={{ width: `${(100 * received) / most.received}%` }} />
                </span>
              </td>
              <td className="number">{text.number(given)}</td>
              <td className="number">{text.number(received)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {creatures.length > rows.length && (
        <button type="button" className="link combat-all" onClick={() => setAll(true)}>
          {text.combat.all(creatures.length)}
        </button>
      )}
    </>
  )
}

function mostOf(creatures: readonly Creature[], key: 'given' | 'received'): number {
  return creatures.reduce((most, creature) => Math.max(most, creature[key]), 1)
}
