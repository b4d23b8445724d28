import { useId, useState } from 'react'
import { useResource } from '../../live/useResource'
import { Link } from '../../shell/Link'
import { lockLink, suits } from '../../suits/lockLink'
import { text } from '../../text'
import { copy } from '../../ui/clipboard'
import { Icon } from '../../ui/Icon'
import { toasts } from '../../ui/toasts'
import { figure, type Item, iconOf } from '../item'
import type { ItemLink } from '../state'
import { writeAddress } from '../state'
import { sentence, slotNames } from '../table/Cell'
import { Facts, Main, Spells } from './Figures'
import { GainWords } from './GainWords'
import { Like } from './Like'
import { Own } from './Own'
import { useNames } from './useNames'
import { readBenefits, readWhole, type WholeItem } from './whole'
import './card.css'

const t = text.inventory.card
// As many as one looks at.
const BENEFITS = 5

interface ItemCardProps {
  item: ItemLink
  onClose: () => void
  /** Shows another item in its place. */
  onShow: (item: ItemLink) => void
  onSearch: (q: string) => void
  /** Whether it is chosen to be compared; null: nothing can be compared here. */
  compared: boolean | null
  onCompare: () => void
}

/** Everything that is known of one item. */
export function ItemCard(props: ItemCardProps) {
  const { owner, itemId } = props.item
  const path = pathOf(props.item)
  const whole = useResource(path, readWhole)
  const names = useNames()
  const item = whole.data
  return (
    <article className="item-card" aria-label={item?.name ?? t.title} key={path}>
      {item ? (
        <>
          <Head item={item} onClose={props.onClose} />
          <Place item={item} />
          <Main item={item} names={names} />
          {item.set && (
            <p className="card-part">
              <bdi>{item.set}</bdi>
            </p>
          )}
          <Spells item={item} />
          <Facts item={item} names={names} />
          <Benefits item={props.item} onShow={props.onShow} />
          <Own itemId={itemId} />
          <Actions {...props} whole={item} />
          <Raw item={item} />
        </>
      ) : (
        <>
          <div className="card-head">
            <span className="card-name">
              {whole.error?.status === 404
                ? t.gone(owner)
                : whole.error
                  ? text.windows.unread(whole.error)
                  : text.windows.loading}
            </span>
            <Close onClose={props.onClose} />
          </div>
          {whole.error && whole.error.status !== 404 && (
            <button type="button" className="button" onClick={whole.reload}>
              {text.windows.again}
            </button>
          )}
        </>
      )}
    </article>
  )
}

function pathOf({ owner, itemId }: ItemLink): string {
  return `/items/${encodeURIComponent(owner)}/${itemId}`
}

function Close({ onClose }: { onClose: () => void }) {
  return (
    <button type="button" className="icon-button" aria-label={t.close} title={t.close} onClick={onClose}>
      <Icon name="close" />
    </button>
  )
}

function Head({ item, onClose }: { item: WholeItem; onClose: () => void }) {
  const work = figure(item, 'workmanship') ?? figure(item, 'salvage_workmanship')
  const slots =
    item.slots.length > 0 ? slotNames(item.slots) : item.kind ? sentence(item.kind.replaceAll('_', ' ')) : ''
  const words = [slots, item.material?.toLowerCase(), work === null ? null : t.workmanship(work)]
  return (
    <div className="card-head">
      <span className="card-tile">
        <Icon name={iconOf(item)} size={24} />
      </span>
      <div>
        <h2 className="card-name">
          <bdi>{item.name}</bdi>
        </h2>
        <p className="ink-2">{words.filter(Boolean).join(', ')}</p>
      </div>
      <Close onClose={onClose} />
    </div>
  )
}

/** Who has it, and where it lies. */
function Place({ item }: { item: WholeItem }) {
  const container = figure(item, 'container_id')
  const packed = !item.worn && container !== null
  // Whatever is no item of the owner's is the owner, and then it lies in the main pack.
  const pack = useResource(packed ? pathOf({ owner: item.owner, itemId: container }) : null, readWhole)
  const where = item.worn ? t.worn : pack.data ? pack.data.name : packed && pack.error ? t.mainPack : t.inPack
  const owner = writeAddress({ ...EMPTY, q: `char:=${quoted(item.owner)}` })
  return (
    <p className="card-place">
      <Icon name={item.worn ? 'user' : 'pack'} size={14} />
      <span>
        <Link href={`/inventory.html${owner}`} className="underlined">
          <bdi>{item.owner}</bdi>
        </Link>
        {', '}
        <bdi>{where}</bdi>
      </span>
      {item.seen !== null && (
        <span className="ink-3" title={text.exact(item.seen)}>
          {t.seen(text.ago((Date.now() - item.seen) / 1000))}
        </span>
      )}
    </p>
  )
}

const EMPTY = {
  q: '',
  sort: { column: 'name', descending: false },
  columns: null,
  item: null,
  compare: [],
  view: 'items' as const,
  character: null,
}

function quoted(name: string): string {
  return `"${name.replace(/(["\\])/g, '\\$1')}"`
}

/** Who would gain from it, and how much. */
function Benefits({ item, onShow }: { item: ItemLink; onShow: (item: ItemLink) => void }) {
  const benefits = useResource(`${pathOf(item)}/benefits`, readBenefits)
  const [all, setAll] = useState(false)
  if (!benefits.data || benefits.data.length === 0) return null
  const shown = all ? benefits.data : benefits.data.slice(0, BENEFITS)
  return (
    <section className="card-part">
      <h3 className="label">{t.benefits}</h3>
      <ul className="card-benefits">
        {shown.map(({ character, slot, replaces, gain }) => (
          <li key={`${character}/${slot}`}>
            <bdi className="cut">{character}</bdi>
            <span className="ink-3">
              {slotNames([slot])}
              {replaces ? (
                <>
                  {`, ${t.instead} `}
                  <button type="button" className="link underlined" onClick={() => onShow(linkOf(replaces))}>
                    <bdi>{replaces.name}</bdi>
                  </button>
                </>
              ) : (
                `, ${t.bare}`
              )}
            </span>
            <span className="gain">
              <GainWords gain={gain} />
            </span>
          </li>
        ))}
      </ul>
      {benefits.data.length > BENEFITS && (
        <button type="button" className="link underlined" onClick={() => setAll(!all)}>
          {all ? text.inventory.facets.fewer : text.inventory.facets.more(benefits.data.length - BENEFITS)}
        </button>
      )}
    </section>
  )
}

function linkOf({ owner, itemId }: Item): ItemLink {
  return { owner, itemId }
}

function Actions(props: ItemCardProps & { whole: WholeItem }) {
  const { item, whole, compared, onCompare, onSearch } = props
  const link = `/inventory.html${writeAddress({ ...EMPTY, item })}`
  const share = async () => {
    if (await copy(location.origin + link)) toasts.show({ tone: 'good', text: t.copied })
  }
  return (
    <div className="card-actions card-part">
      <Like like={whole.like} onSearch={onSearch} />
      {compared !== null && (
        <button type="button" className="button" aria-pressed={compared} onClick={onCompare}>
          <Icon name={compared ? 'check' : 'columns'} size={14} />
          {compared ? t.compared : t.compare}
        </button>
      )}
      {suits(whole) && (
        <Link
          className="button"
          href={lockLink({ ...whole, setId: Number(whole.columns.item_set) || null })}
          title={t.toSuitHint}
        >
          <Icon name="suit" size={14} />
          {t.toSuit}
        </Link>
      )}
      <button type="button" className="button" aria-label={t.copy} title={t.copy} onClick={share}>
        <Icon name="link" size={14} />
      </button>
    </div>
  )
}

/** The item as the plugin sent it. */
function Raw({ item }: { item: WholeItem }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="card-part">
      <button
        type="button"
        className="link card-raw-switch"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'down' : 'right'} size={12} />
        {t.raw}
      </button>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        <pre id={id} className="card-raw" dir="ltr" tabIndex={0}>
          {JSON.stringify(item.raw, null, 1)}
        </pre>
      )}
    </div>
  )
}
