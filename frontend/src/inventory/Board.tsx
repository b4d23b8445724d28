import { text } from '../text'
import { CopyField } from '../ui/CopyField'
import { IMPORT, SIMULATE } from '../ui/commands'
import type { ArmorView, Column } from './columns'
import { useInventory, usePageState, useResults } from './context'
import { ItemTable } from './table/ItemTable'

interface BoardProps {
  columns: readonly Column[]
  armor: ArmorView
  phone: boolean
  onArmor: (armor: ArmorView) => void
}

/** What was found, with how much that is above it. */
export function Board({ columns, armor, phone, onArmor }: BoardProps) {
  const { total, of } = useResults()
  return (
    <section className="inv-board" aria-label={text.inventory.table.label}>
      <div className="inv-cap">
        <Chosen />
        <ArmorSwitch armor={armor} onArmor={onArmor} />
        <Found />
      </div>
      {of && total > 0 ? <ItemTable columns={columns} armor={armor} phone={phone} /> : <Nothing />}
    </section>
  )
}

/** The items that are chosen to be compared. */
function Chosen() {
  const { store } = useInventory()
  const { compare } = usePageState()
  if (compare.length === 0) return null
  return (
    <p className="inv-chosen">
      <span>{text.inventory.compare.chosen(compare.length)}</span>
      <button
        type="button"
        className="button"
        disabled={compare.length < 2}
        title={compare.length < 2 ? text.inventory.compare.few : undefined}
        onClick={() => store.visit({ view: 'compare' })}
      >
        {text.inventory.compare.open}
      </button>
      <button type="button" className="link underlined" onClick={() => store.change({ compare: [] })}>
        {text.inventory.compare.clear}
      </button>
    </p>
  )
}

const ARMOR: ArmorView[] = ['armor_level', 'base_armor_level']

function ArmorSwitch({ armor, onArmor }: Pick<BoardProps, 'armor' | 'onArmor'>) {
  return (
    <fieldset className="segments armor-switch">
      <legend className="unseen">{text.inventory.armor.label}</legend>
      {ARMOR.map(view => (
        <label key={view} className={view === armor ? 'on' : undefined}>
          <input
            type="radio"
            name="armor"
            className="unseen"
            checked={view === armor}
            onChange={() => onArmor(view)}
          />
          {text.inventory.armor[view]}
        </label>
      ))}
    </fieldset>
  )
}

function Found() {
  const { total, of, fault, failure, meant } = useResults()
  const { store, results } = useInventory()
  if (!of) return null
  return (
    <p className="inv-found" role="status">
      {failure && (
        <>
          <span className="bad">{text.inventory.unread(failure)} </span>
          <button type="button" className="link underlined" onClick={() => results.again()}>
            {text.inventory.again}
          </button>{' '}
        </>
      )}
      {meant.length > 0 && !fault && (
        <span className="inv-meant">
          {text.inventory.meant}{' '}
          {meant.map(query => (
            <button
              key={query}
              type="button"
              className="link underlined"
              onClick={() => store.change({ q: query })}
            >
              {query}
            </button>
          ))}
          ?{' '}
        </span>
      )}
      <b>{text.inventory.found(total)}</b>
      {(fault || failure) && text.inventory.stillLast}
    </p>
  )
}

/** Why there is no table: nothing was found, nothing is there, or it cannot be read. */
function Nothing() {
  const { of, failure, fault } = useResults()
  const { results } = useInventory()
  if (!of && failure) {
    return (
      <div className="inv-nothing" role="alert">
        <p>{text.inventory.unread(failure)}</p>
        <button type="button" className="button" onClick={() => results.again()}>
          {text.inventory.again}
        </button>
      </div>
    )
  }
  if (!of && fault) {
    return (
      <div className="inv-nothing">
        <h2>{text.inventory.wrong}</h2>
        {/* Of a query that only is not finished the box says nothing. */}
        {fault.kind === 'incomplete' && <p>{fault.message}</p>}
        <AllItems />
      </div>
    )
  }
  if (!of) return <p className="inv-nothing">{text.inventory.asking}</p>
  const empty = of.q === ''
  return (
    <div className="inv-nothing">
      <h2>{empty ? text.inventory.noItems : text.inventory.nothing}</h2>
      <p>{empty ? text.inventory.noItemsDetail : text.inventory.nothingDetail}</p>
      {empty ? <HowTheyCome /> : <AllItems />}
    </div>
  )
}

/** What brings items, beside the plugin of somebody who plays. */
function HowTheyCome() {
  const t = text.suits.states
  return (
    <>
      <h3>{t.fromFile}</h3>
      <CopyField label={t.fromFile} value={IMPORT}>
        {IMPORT}
      </CopyField>
      <p>{t.fromFileDetail}</p>
      <h3>{t.tryOut}</h3>
      <CopyField label={t.tryOut} value={SIMULATE}>
        {SIMULATE}
      </CopyField>
      <p>{t.tryOutDetail}</p>
    </>
  )
}

function AllItems() {
  const { store } = useInventory()
  return (
    <button type="button" className="button" onClick={() => store.change({ q: '' })}>
      {text.inventory.all}
    </button>
  )
}
