import { useState } from 'react'
import { text } from '../../text'
import type { Giver } from '../answer'
import { useBuilder } from '../context'
import { oneOrAll, withGiver } from '../givers'

/** Whose pieces may be taken: everybody's, or those of some; what they wear, what they carry. */
export function Givers() {
  const { wish, offers, change } = useBuilder()
  const [sought, setSought] = useState('')
  const t = text.suits.people
  const everybody = offers.givers.map(each => each.name)
  const chosen = new Set(wish.characters ?? everybody)
  const choose = (names: readonly string[]) =>
    change(before => ({ ...before, characters: oneOrAll(names, everybody) }))
  const needle = sought.trim().toLocaleLowerCase()
  const found = offers.givers.filter(each => each.name.toLocaleLowerCase().includes(needle))
  const toggle = ({ name }: Giver) =>
    change(before => ({
      ...before,
      characters: withGiver(before.characters, name, !chosen.has(name), everybody),
    }))
  return (
    <>
      <div className="sb-popup-row">
        <input
          type="search"
          className="sb-field sb-grow"
          data-first
          aria-label={t.find}
          placeholder={t.find}
          value={sought}
          onChange={event => setSought(event.target.value)}
        />
        <button type="button" className="button small" onClick={() => choose(everybody)}>
          {t.everybody}
        </button>
        <button type="button" className="button small" onClick={() => choose([])}>
          {t.none}
        </button>
      </div>
      <ul className="sb-giver-list">
        {found.map(each => (
          <li key={each.name}>
            <label>
              <input type="checkbox" checked={chosen.has(each.name)} onChange={() => toggle(each)} />
              <span className="cut" dir="auto">
                {each.name}
              </span>
            </label>
            <span
              className="ink-3 sb-giver-items"
              title={each.updated === null ? undefined : t.seen(text.exact(each.updated))}
            >
              {t.items(each.items)}
            </span>
            <button
              type="button"
              className="link"
              aria-label={t.only(each.name)}
              onClick={() => choose([each.name])}
            >
              {t.onlyShort}
            </button>
          </li>
        ))}
        {found.length === 0 && <li className="ink-3 sb-popup-text">{t.nothingFound}</li>}
      </ul>
      <fieldset className="sb-popup-row">
        <legend className="unseen">{t.take}</legend>
        <label className="sb-check">
          <input
            type="checkbox"
            checked={wish.equipped}
            onChange={event => change(before => ({ ...before, equipped: event.target.checked }))}
          />
          {t.worn}
        </label>
        <label className="sb-check">
          <input
            type="checkbox"
            checked={wish.inventory}
            onChange={event => change(before => ({ ...before, inventory: event.target.checked }))}
          />
          {t.carried}
        </label>
      </fieldset>
    </>
  )
}
