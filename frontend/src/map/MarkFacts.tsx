import { useSession } from '../shell/context'
import { text } from '../text'
import { Icon, type IconName } from '../ui/Icon'
import { formatPlace } from './coordinates'
import type { Mark } from './marks/mark'
import { nearestPlace } from './places'

/** What, where, when and through whom. */
export function MarkFacts({ mark }: { mark: Mark }) {
  const near = nearestPlace(mark.ns, mark.ew)
  const place = formatPlace(mark.ns, mark.ew)
  return (
    <>
      <div className="hover-head">
        <b>
          <bdi>{titleOf(mark)}</bdi>
        </b>
        <span className={`hover-state hover-${mark.kind}`}>
          <Icon name={iconOf(mark)} size={14} />
          {kindOf(mark)}
        </span>
      </div>
      <p className="ink-2">{near ? `${place}, ${text.map.near(near.name)}` : place}</p>
      <dl>
        {mark.by && mark.kind !== 'death' && (
          <>
            <dt>{text.layers.foundBy}</dt>
            <dd className="cut">
              <bdi>{mark.by}</bdi>
            </dd>
          </>
        )}
        <When term={mark.kind === 'portal' ? text.layers.firstSeen : text.layers.when} at={mark.at} />
        <When term={text.layers.lastSeen} at={mark.seen} />
        {mark.landblock && (
          <>
            <dt>{text.layers.landblock}</dt>
            <dd>{mark.landblock}</dd>
          </>
        )}
      </dl>
    </>
  )
}

/** What a mark is called, and of which kind it is. */
export function nameOfMark(mark: Mark): string[] {
  return mark.kind === 'death' ? [titleOf(mark)] : [titleOf(mark), kindOf(mark)]
}

function titleOf({ kind, name }: Mark): string {
  return kind === 'death' ? text.layers.died(name) : name
}

function When({ term, at }: { term: string; at: number | undefined }) {
  const { clock } = useSession().feed
  if (at === undefined) return null
  return (
    <>
      <dt>{term}</dt>
      <dd title={text.exact(at)}>{text.ago((clock.time() - at) / 1000)}</dd>
    </>
  )
}

function kindOf(mark: Mark): string {
  if (mark.kind === 'rare' && mark.great) return text.layers.great
  return text.layers.types[mark.type ?? ''] ?? text.layers.kinds[mark.kind]
}

function iconOf(mark: Mark): IconName {
  if (mark.kind === 'rare' && mark.great) return 'rare-great'
  return mark.type === 'lifestone' ? 'lifestone' : mark.kind
}
