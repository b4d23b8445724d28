import { type FormEvent, useEffect, useState } from 'react'
import { API, ApiError, sendJson } from '../../live/api'
import { isRecord, readText } from '../../live/player'
import { useResource } from '../../live/useResource'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { toasts } from '../../ui/toasts'
import { readTexts } from '../item'

const TAG_LONGEST = 40
const NOTE_LONGEST = 2000

/** Tags and note of one's own. */
export function Own({ itemId }: { itemId: number }) {
  const { permissions } = useLive()
  const mayEdit = permissions.includes('edit') || permissions.includes('admin')
  return (
    <div className="card-part">
      <Tags itemId={itemId} mayEdit={mayEdit} />
      <Note itemId={itemId} mayEdit={mayEdit} />
    </div>
  )
}

function Tags({ itemId, mayEdit }: { itemId: number; mayEdit: boolean }) {
  const path = `/items/${itemId}/tags`
  const tags = useResource(path, body => readTexts(isRecord(body) ? body.tags : null))
  const [typed, setTyped] = useState<string | null>(null)
  const put = (list: string[]) =>
    sendJson('PUT', API + path, { tags: list }).then(() => tags.change(() => list), refused)
  const add = (event: FormEvent) => {
    event.preventDefault()
    const tag = typed?.trim()
    if (tag && tags.data && !tags.data.includes(tag)) put([...tags.data, tag])
    setTyped(null)
  }
  if (!tags.data || (!mayEdit && tags.data.length === 0)) return null
  return (
    <div className="card-tags">
      {tags.data.map(tag => (
        <span key={tag} className="tag">
          <bdi className="cut">{tag}</bdi>
          {mayEdit && (
            <button
              type="button"
              aria-label={text.inventory.card.untag(tag)}
              onClick={() => put(tags.data!.filter(each => each !== tag))}
            >
              <Icon name="close" size={12} />
            </button>
          )}
        </span>
      ))}
      {mayEdit &&
        (typed === null ? (
          <button type="button" className="tag dashed" onClick={() => setTyped('')}>
            {text.inventory.card.addTag}
          </button>
        ) : (
          <form onSubmit={add}>
            <input
              // biome-ignore lint/a11y/noAutofocus: it was asked for by a click
              autoFocus
              className="tag-field"
              aria-label={text.inventory.card.tag}
              maxLength={TAG_LONGEST}
              value={typed}
              onChange={event => setTyped(event.target.value)}
              onKeyDown={event => {
                if (event.key !== 'Escape') return
                event.stopPropagation()
                setTyped(null)
              }}
              onBlur={add}
            />
          </form>
        ))}
    </div>
  )
}

function Note({ itemId, mayEdit }: { itemId: number; mayEdit: boolean }) {
  const path = `/items/${itemId}/note`
  const note = useResource(path, body => (isRecord(body) ? (readText(body.note) ?? '') : ''))
  const [typed, setTyped] = useState('')
  const known = note.data
  useEffect(() => setTyped(known ?? ''), [known])
  const save = () => {
    const wanted = typed.trim()
    if (known === null || wanted === known) return
    sendJson('PUT', API + path, { note: wanted }).then(() => note.change(() => wanted), refused)
  }
  if (known === null || (!mayEdit && !known)) return null
  return (
    <textarea
      className="card-note"
      dir="auto"
      rows={typed ? 3 : 1}
      readOnly={!mayEdit}
      maxLength={NOTE_LONGEST}
      aria-label={text.inventory.card.note}
      placeholder={text.inventory.card.notePlaceholder}
      value={typed}
      onChange={event => setTyped(event.target.value)}
      onBlur={save}
    />
  )
}

function refused(error: unknown): void {
  const reason = error instanceof ApiError ? error : new ApiError(0, 'unreachable', String(error))
  toasts.show({ tone: 'bad', text: text.inventory.card.notKept(text.windows.unread(reason)) })
}
