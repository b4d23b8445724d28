import { useState } from 'react'
import { API, getJson } from '../../live/api'
import { text } from '../../text'
import { copy } from '../../ui/clipboard'
import { Icon } from '../../ui/Icon'
import { toasts } from '../../ui/toasts'
import type { Preset } from '../answer'
import { Choice } from '../Choice'
import { useBuilder } from '../context'
import { readPasted } from '../link'
import { Popup } from '../Popup'
import { LAST_EMPTY, type Named, ownWishes, storeOwn, withNamed } from '../remembered'
import { writeRequest } from '../request'
import { readKept } from '../saved'
import { TIERS, type Tier, type Wish } from '../wish'

const PRESET_TIERS = ['major', 'epic', 'legendary'] as const

/** What the wish is called, where others are had from, and how one is pasted. */
export function WishHead() {
  const { name, wish, offers } = useBuilder()
  const t = text.suits.wish
  const preset = offers.presets.find(each => sameLines(each, wish))
  return (
    <div className="sb-wish-head">
      <Popup
        label={t.choose}
        className="sb-wishes"
        trigger={props => (
          <button type="button" className="sb-pick" {...props}>
            <span className="cut" dir="auto">
              {name || preset?.name || (wish.cantrips.length > 0 ? t.unnamed : t.choose)}
            </span>
            <Icon name="down" size={12} />
          </button>
        )}
      >
        {close => <Wishes onDone={close} />}
      </Popup>
      <Popup
        label={t.paste}
        className="sb-paste"
        trigger={props => (
          <button type="button" className="button small" {...props}>
            {t.paste}
          </button>
        )}
      >
        {close => <Paste onDone={close} />}
      </Popup>
    </div>
  )
}

function sameLines(preset: Preset, wish: Wish): boolean {
  const names = new Set(wish.cantrips.map(each => each.name))
  return preset.cantrips.length === names.size && preset.cantrips.every(name => names.has(name))
}

/** Presets and kept wishes, and a way to keep this one. */
function Wishes({ onDone }: { onDone: () => void }) {
  const { offers, wish, name, take, change } = useBuilder()
  const t = text.suits.wish
  const [tier, setTier] = useState<(typeof PRESET_TIERS)[number]>('epic')
  const [own, setOwn] = useState(ownWishes)
  const [typed, setTyped] = useState(name)
  const store = (next: Named[]) => {
    storeOwn(next)
    setOwn(next)
  }
  const choose = (named: Named) => {
    take(named)
    onDone()
  }
  const forget = (named: Named) => {
    store(own.filter(each => each !== named))
    toasts.show({
      text: t.forgotten(named.name),
      action: { label: text.toasts.undo, run: () => storeOwn(withNamed(ownWishes(), named)) },
    })
  }
  const keep = () => {
    const called = typed.trim()
    if (called === '') return
    store(withNamed(own, { name: called, wish }))
    take({ name: called, wish })
  }
  const empty = () => {
    const before = { name, wish }
    choose({ ...LAST_EMPTY, wish: { ...LAST_EMPTY.wish, target: wish.target, characters: wish.characters } })
    toasts.show({ text: t.cleared, action: { label: text.toasts.undo, run: () => take(before) } })
  }
  return (
    <>
      <div className="sb-popup-row">
        <h3 className="label">{t.presets}</h3>
        <span className="label sb-push">{t.presetTier}</span>
        <Choice
          label={t.presetTier}
          options={PRESET_TIERS.map(id => ({ id, title: text.suits.tiers[id] }))}
          chosen={tier}
          onChoose={setTier}
        />
      </div>
      <ul className="sb-preset-list">
        {offers.presets.map(preset => (
          <li key={preset.name}>
            <button
              type="button"
              title={preset.text}
              onClick={() => {
                change(before => ({ ...before, cantrips: presetWish(preset, tier, offers.lines) }))
                onDone()
              }}
            >
              {preset.name}
            </button>
          </li>
        ))}
      </ul>
      <h3 className="label">{t.yours}</h3>
      {own.length === 0 && <p className="ink-3 sb-popup-text">{t.noneYet}</p>}
      <ul className="sb-own-list">
        {own.map(each => (
          <li key={each.name}>
            <button type="button" className="cut" dir="auto" onClick={() => choose(each)}>
              {each.name}
            </button>
            <button
              type="button"
              className="icon-button small"
              aria-label={t.forget(each.name)}
              title={t.forget(each.name)}
              onClick={() => forget(each)}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
      <form
        className="sb-popup-row"
        onSubmit={event => {
          event.preventDefault()
          keep()
        }}
      >
        <input
          className="sb-field sb-grow"
          aria-label={t.keepAs}
          placeholder={t.keepAs}
          maxLength={80}
          value={typed}
          onChange={event => setTyped(event.target.value)}
        />
        <button type="submit" className="button small">
          {t.keep}
        </button>
      </form>
      <div className="sb-popup-row sb-spread">
        <button type="button" className="link" onClick={empty}>
          {t.clear}
        </button>
        <button
          type="button"
          className="link"
          onClick={async () => {
            const done = await copy(JSON.stringify(writeRequest(wish), null, 1))
            toasts.show(done ? { text: t.copiedJson } : { text: text.suits.handOver.notCopied, tone: 'bad' })
          }}
        >
          {t.asJson}
        </button>
      </div>
    </>
  )
}

/** The cantrips of a preset, each at the highest tier that there is up to the one asked for. */
function presetWish(preset: Preset, tier: Tier, lines: ReturnType<typeof useBuilder>['offers']['lines']) {
  return preset.cantrips.map(name => {
    const has = lines.find(line => line.name === name)?.tiers ?? [tier]
    const below = TIERS.slice(0, TIERS.indexOf(tier) + 1).filter(each => has.includes(each))
    return { name, tier: below.at(-1) ?? has[0] ?? tier, weight: 1, required: false }
  })
}

function Paste({ onDone }: { onDone: () => void }) {
  const { offers, take, openKept } = useBuilder()
  const [typed, setTyped] = useState('')
  const [bad, setBad] = useState<string | null>(null)
  const t = text.suits.wish
  const submit = async () => {
    const pasted = readPasted(typed, family => {
      const lines = offers.lines.filter(line => line.family === family)
      return lines.length === 1 ? (lines[0]?.name ?? null) : null
    })
    if (pasted === null) return setBad(t.pasteBad)
    if ('suit' in pasted) {
      const kept = await getJson(`${API}/suits/${pasted.suit}`).then(readKept, () => null)
      if (!kept) return setBad(text.suits.saved.missing)
      openKept(kept)
      return onDone()
    }
    take({ name: '', wish: pasted.wish })
    if (pasted.odd.length > 0) toasts.show({ text: t.pasteOdd(pasted.odd), tone: 'bad' })
    onDone()
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <p className="ink-3 sb-popup-text">{t.pasteHint}</p>
      <textarea
        className="sb-field"
        rows={5}
        aria-label={t.paste}
        aria-invalid={bad !== null}
        value={typed}
        onChange={event => {
          setTyped(event.target.value)
          setBad(null)
        }}
      />
      {bad && (
        <p className="bad sb-field-note" role="alert">
          {bad}
        </p>
      )}
      <button type="submit" className="button primary wide" disabled={typed.trim() === ''}>
        {t.take}
      </button>
    </form>
  )
}
