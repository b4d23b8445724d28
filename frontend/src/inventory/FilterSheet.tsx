import { useState } from 'react'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { Dialog } from './Dialog'
import { Facets } from './Facets'

/** The filters on a phone: a sheet over the rows. */
export function FilterSheet() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label={text.inventory.facets.title}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Icon name="filter" />
      </button>
      {open && (
        <Dialog label={text.inventory.facets.title} onClose={() => setOpen(false)}>
          <div className="inv-facets">
            <Facets />
          </div>
        </Dialog>
      )}
    </>
  )
}
