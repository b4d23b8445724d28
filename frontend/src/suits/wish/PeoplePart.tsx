import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { Choice } from '../Choice'
import { useBuilder } from '../context'
import { FieldNote } from '../FieldNote'
import { NumberField } from '../NumberField'
import { Popup } from '../Popup'
import { BOUNDS, MINIMA, type Minimum, REDUCTIONS, type Wish } from '../wish'
import { Givers } from './Givers'

/** Who wears it, who gives, what it must have at least, and what the tailor may do. */
export function PeoplePart() {
  const { wish, offers, change } = useBuilder()
  const t = text.suits
  const all = offers.givers.length
  const here = offers.givers.some(each => each.name === wish.target)
  return (
    <div className="sb-wish-part sb-people-part">
      <label className="sb-row-field">
        <span className="ink-3">{t.people.wearer}</span>
        <select
          value={wish.target}
          onChange={event => change(before => ({ ...before, target: event.target.value }))}
        >
          <option value="">{t.people.nobody}</option>
          {!here && wish.target && <option value={wish.target}>{t.people.unknown(wish.target)}</option>}
          {offers.givers.map(each => (
            <option key={each.name} value={each.name}>
              {t.people.level(each.name, each.level)}
            </option>
          ))}
        </select>
      </label>
      <FieldNote of={['target']} />
      <div className="sb-row-field">
        <span className="ink-3">{t.people.givers}</span>
        <Popup
          label={t.people.givers}
          className="sb-givers"
          trigger={props => (
            <button type="button" className="sb-pick" {...props}>
              <span className="cut">
                {wish.characters === null ? t.people.all(all) : t.people.some(wish.characters.length, all)}
                {(!wish.equipped || !wish.inventory) && (
                  <span className="ink-3">, {wish.equipped ? t.people.worn : t.people.carried}</span>
                )}
              </span>
              <Icon name="down" size={12} />
            </button>
          )}
        >
          {() => <Givers />}
        </Popup>
      </div>
      <FieldNote of={['characters', 'include_inventory', 'include_equipped']} />
      <Least />
      <div className="sb-row-field" title={t.reduction.hint}>
        <span className="ink-3">{t.reduction.label}</span>
        <Choice
          label={t.reduction.label}
          options={REDUCTIONS.map(id => ({ id, title: t.reduction.kinds[id] }))}
          chosen={wish.reduction}
          onChoose={reduction => change(before => ({ ...before, reduction }))}
        />
      </div>
      <FieldNote of={['reduction']} />
    </div>
  )
}

function Least() {
  const { wish } = useBuilder()
  const t = text.suits.least
  const asked = MINIMA.filter(of => wish.min[of] !== undefined)
  return (
    <>
      <div className="sb-row-field">
        <span className="ink-3">{t.label}</span>
        <Popup
          label={t.title}
          className="sb-least"
          trigger={props => (
            <button type="button" className="sb-pick" {...props}>
              <span className="cut">
                {asked.length === 0 && <span className="ink-3">{t.none}</span>}
                {asked.map(of => (
                  <span key={of} className="sb-least-one">
                    <span className="ink-3">{t.short[of]}</span> {text.number(wish.min[of] ?? 0)}
                  </span>
                ))}
              </span>
              <Icon name="down" size={12} />
            </button>
          )}
        >
          {() => (
            <>
              <h3>{t.title}</h3>
              <div className="sb-fields">
                {MINIMA.map(of => (
                  <LeastField key={of} of={of} />
                ))}
              </div>
            </>
          )}
        </Popup>
      </div>
      <FieldNote of={['min']} />
    </>
  )
}

function LeastField({ of }: { of: Minimum }) {
  const { wish, change } = useBuilder()
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field is within
    <label>
      <span className="ink-3">{text.suits.rating(of)}</span>
      <NumberField
        label={text.suits.rating(of)}
        value={wish.min[of] ?? 0}
        bounds={BOUNDS.minimum}
        onChange={least => change(before => ({ ...before, min: withLeast(before.min, of, least) }))}
      />
    </label>
  )
}

function withLeast(min: Wish['min'], of: Minimum, least: number): Wish['min'] {
  const { [of]: _, ...others } = min
  return least === 0 ? others : { ...others, [of]: least }
}
