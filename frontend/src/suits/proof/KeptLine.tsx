import { useEffect } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useBuilder } from '../context'
import { keptSuits, useKeptState } from '../keptSuits'
import { SinceWords } from '../list/SinceWords'
import type { Kept } from '../saved'
import { Actions } from './Actions'

/** A saved suit is shown: whose it is, and what has changed since. */
export function KeptLine({ kept }: { kept: Kept }) {
  const { search } = useBuilder()
  const { since, looking } = useKeptState()
  const t = text.suits.saved
  const known = since.get(kept.id)
  useEffect(() => {
    if (known === undefined && looking === null) void keptSuits.look(kept.id)
  }, [kept.id, known, looking])
  return (
    <>
      <span className="ink-2">
        <Icon name="save" />
      </span>
      <div className="sb-proof-main" role="status">
        <b dir="auto" className="sb-two">
          {t.showing(kept.name)}
        </b>{' '}
        <span className="ink-2">
          <SinceWords since={known} looking={looking === kept.id} />
        </span>
      </div>
      <span className="sb-push" />
      <button type="button" className="button" onClick={() => search()}>
        <Icon name="search" size={14} />
        {t.find}
      </button>
      <Actions />
    </>
  )
}
