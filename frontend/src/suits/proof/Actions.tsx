import { useState } from 'react'
import { API, ApiError, postJson } from '../../live/api'
import { text } from '../../text'
import { copy } from '../../ui/clipboard'
import { Icon } from '../../ui/Icon'
import { toasts } from '../../ui/toasts'
import type { Suit } from '../answer'
import { useBuilder } from '../context'
import { keptSuits } from '../keptSuits'
import { LONGEST, PATH, writeLink } from '../link'
import { Popup } from '../Popup'
import { writeRequest } from '../request'
import { readKept, writeKept } from '../saved'
import { useCopyHandOver } from '../useCopyHandOver'
import { sameWish } from '../wish'

/** What can be done with the suit that is shown. */
export function Actions() {
  const { shown, kept, dirty } = useBuilder()
  const copyHandOver = useCopyHandOver()
  return (
    <div className="sb-proof-actions">
      {shown && !kept && <Save suit={shown} />}
      <LinkButton />
      {shown && (
        <button
          type="button"
          className={dirty || kept ? 'button' : 'button primary'}
          onClick={() => copyHandOver(shown)}
        >
          <Icon name="copy" size={14} />
          {text.suits.handOver.copyLong}
        </button>
      )}
    </div>
  )
}

function LinkButton() {
  const { wish, kept } = useBuilder()
  const t = text.suits.link
  const share = async () => {
    const address = location.origin + PATH
    const link = writeLink(wish)
    if (kept && sameWish(kept.wish, wish)) return told(await copy(`${address}?suit=${kept.id}`), t.copiedSuit)
    if (link.length <= LONGEST) return told(await copy(address + link), t.copied)
    told(await copy(JSON.stringify(writeRequest(wish))), t.tooLong)
  }
  return (
    <button type="button" className="button" onClick={share}>
      <Icon name="link" size={14} />
      {t.button}
    </button>
  )
}

export function told(done: boolean, words: string): void {
  if (done) toasts.show({ text: words, tone: 'good' })
  else toasts.show({ text: text.suits.handOver.notCopied, tone: 'bad' })
}

function Save({ suit }: { suit: Suit }) {
  return (
    <Popup
      label={text.suits.save.submit}
      className="sb-save"
      trigger={props => (
        <button type="button" className="button" {...props}>
          <Icon name="save" size={14} />
          {text.suits.save.button}
        </button>
      )}
    >
      {close => <SaveForm suit={suit} onDone={close} />}
    </Popup>
  )
}

function SaveForm({ suit, onDone }: { suit: Suit; onDone: () => void }) {
  const { hunt, wish, name } = useBuilder()
  const t = text.suits.save
  const asked = hunt?.wish ?? wish
  const [typed, setTyped] = useState(name || t.usual(asked.target))
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const save = async () => {
    setBusy(true)
    try {
      const kept = readKept(
        await postJson(`${API}/suits`, writeKept(typed.trim(), writeRequest(asked), suit)),
      )
      if (kept) keptSuits.add(kept)
      toasts.show({
        text: t.done(typed.trim()),
        tone: 'good',
        ...(kept && {
          action: {
            label: t.copyLink,
            run: () =>
              void copy(`${location.origin}${PATH}?suit=${kept.id}`).then(done =>
                told(done, text.suits.link.copiedSuit),
              ),
          },
        }),
      })
      onDone()
    } catch (error) {
      setFailed(whyNot(error))
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <label className="sb-stacked">
        <span className="label">{t.name}</span>
        <input
          className="sb-field"
          dir="auto"
          maxLength={200}
          value={typed}
          aria-invalid={failed !== null}
          onChange={event => setTyped(event.target.value)}
          onFocus={event => event.target.select()}
        />
      </label>
      {failed && (
        <p className="bad sb-field-note" role="alert">
          {failed}
        </p>
      )}
      <button type="submit" className="button primary wide" disabled={busy || typed.trim() === ''}>
        {busy ? t.saving : t.submit}
      </button>
    </form>
  )
}

function whyNot(error: unknown): string {
  const t = text.suits.save
  if (!(error instanceof ApiError) || error.status === 0) return t.away
  return error.status === 403 ? t.denied : t.failed(text.suits.sentence(error.message))
}
