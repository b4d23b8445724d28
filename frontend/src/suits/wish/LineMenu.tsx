import { text } from '../../text'
import type { CantripLine, MissingCantrip } from '../answer'
import { useBuilder } from '../context'
import { NumberField } from '../NumberField'
import { Popup } from '../Popup'
import { useReason } from '../reasons'
import { BOUNDS, changeWanted, setTier, TIERS, type Wanted } from '../wish'

interface LineMenuProps {
  line: CantripLine
  wanted: Wanted | undefined
  missing: MissingCantrip | null
  conflict: boolean
  'data-cell': string
  tabIndex: number
  onFocus: () => void
}

/** The name of a line, which opens what the grid has no cells for: the feeble tier, the weight, required. */
export function LineMenu({ line, wanted, missing, conflict, ...focus }: LineMenuProps) {
  const t = text.suits.grid
  const reason = useReason()
  const short = text.suits.short(line.name)
  const why = !wanted ? null : missing ? reason(missing) : conflict ? text.suits.summary.conflict : null
  return (
    <Popup
      label={t.menu(line.name)}
      className="sb-line-menu"
      trigger={props => (
        <button type="button" title={why ?? line.name} {...props} {...focus}>
          <span className="cut" dir="auto">
            {short}
          </span>
          {wanted && wanted.weight !== 1 && <span className="sb-mark">{t.weightMark(wanted.weight)}</span>}
          {wanted?.required && (
            <span className="sb-mark" title={t.requiredMark}>
              !<span className="unseen"> {t.requiredMark}</span>
            </span>
          )}
          {why && <span className="unseen"> {why}</span>}
        </button>
      )}
    >
      {close => (
        <>
          <h3 dir="auto">{line.name}</h3>
          {why && <p className="bad sb-popup-text">{why}</p>}
          <LineFields line={line} wanted={wanted} onGone={close} />
        </>
      )}
    </Popup>
  )
}

function LineFields({
  line,
  wanted,
  onGone,
}: {
  line: CantripLine
  wanted: Wanted | undefined
  onGone: () => void
}) {
  const { change } = useBuilder()
  const t = text.suits.grid
  const edit = (part: Partial<Wanted>) => change(before => changeWanted(before, line.name, part))
  return (
    <div className="sb-fields">
      <label>
        <span className="ink-3">{t.least}</span>
        <select
          value={wanted?.tier ?? ''}
          onChange={event => {
            const tier = TIERS.find(each => each === event.target.value) ?? null
            if (tier !== wanted?.tier) change(before => setTier(before, line.name, tier))
          }}
        >
          <option value="">{t.notWanted}</option>
          {line.tiers.map(tier => (
            <option key={tier} value={tier}>
              {text.suits.tiers[tier]}
            </option>
          ))}
        </select>
      </label>
      {wanted && (
        <>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the field is within */}
          <label title={t.weightHint}>
            <span className="ink-3">{t.weight}</span>
            <NumberField
              label={t.weight}
              value={wanted.weight}
              bounds={BOUNDS.weight}
              onChange={weight => edit({ weight })}
            />
          </label>
          <label className="sb-check">
            <input
              type="checkbox"
              checked={wanted.required}
              onChange={event => edit({ required: event.target.checked })}
            />
            {t.required}
          </label>
          <button
            type="button"
            className="button small"
            onClick={() => {
              change(before => setTier(before, line.name, null))
              onGone()
            }}
          >
            {t.remove}
          </button>
        </>
      )}
    </div>
  )
}
