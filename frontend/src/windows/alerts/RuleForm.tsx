import { type FormEvent, useId, useState } from 'react'
import { API, sendJson } from '../../live/api'
import { useSend } from '../../live/useSend'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Entry, FormRefusal } from '../../ui/Entry'
import { focusOnce } from '../../ui/focus'
import {
  type Draft,
  draftOf,
  FIELDS,
  FIGURES,
  nameOf,
  RULE_KINDS,
  type Rule,
  type RuleKind,
  settingsOf,
} from './rule'

const TIERS = [3, 4, 5, 6]
const HANDLED = [
  'kind',
  'character_name',
  ...Object.values(FIELDS).map(field => `settings.${field}`),
  'settings.quiet',
  'settings.quiet.from',
  'settings.quiet.to',
  'settings.quiet.time_zone',
]

/** Makes a rule or changes one. What a rule is about stays: another one is another rule. */
export function RuleForm({ rule, onDone }: { rule: Rule | null; onDone: () => void }) {
  const words = text.alerts.rules
  const { players } = useLive()
  const names = useId()
  const sending = useSend()
  const [draft, setDraft] = useState(() => draftOf(rule, ownTimeZone()))
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const { error } = sending
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const settings = settingsOf(draft)
    const { enabled } = draft
    const done = await sending.send(() =>
      rule
        ? sendJson('PATCH', `${API}/alerts/rules/${rule.id}`, { settings, enabled })
        : sendJson('POST', `${API}/alerts/rules`, {
            kind: draft.kind,
            character_name: draft.character.trim() || null,
            settings,
            enabled,
          }),
    )
    if (done) onDone()
  }
  return (
    <form
      className="scroll form"
      noValidate
      onSubmit={submit}
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onDone()
      }}
    >
      <h3 className="form-title">{rule ? words.editTitle(nameOf(rule)) : words.addTitle}</h3>
      {!rule && (
        <div className="form-line">
          <Entry label={text.alerts.kind} field="kind" error={error}>
            {props => (
              <select
                {...props}
                ref={focusOnce}
                value={draft.kind}
                onChange={event => change({ kind: event.target.value as RuleKind })}
              >
                {RULE_KINDS.map(kind => (
                  <option key={kind} value={kind}>
                    {text.alerts.kinds[kind]}
                  </option>
                ))}
              </select>
            )}
          </Entry>
          <Entry
            label={text.alerts.character}
            field="character_name"
            error={error}
            hint={words.characterHint}
          >
            {props => (
              <>
                <input
                  {...props}
                  dir="auto"
                  list={names}
                  autoComplete="off"
                  value={draft.character}
                  onChange={event => change({ character: event.target.value })}
                />
                <datalist id={names}>
                  {players.map(({ name }) => (
                    <option key={name} value={name} />
                  ))}
                </datalist>
              </>
            )}
          </Entry>
        </div>
      )}
      <Figures draft={draft} error={error} onChange={change} />
      <QuietHours draft={draft} error={error} onChange={change} />
      <label className="check">
        <input
          type="checkbox"
          checked={draft.enabled}
          onChange={event => change({ enabled: event.target.checked })}
        />
        {words.enabled}
      </label>
      <FormRefusal error={error} fields={HANDLED} />
      <div className="form-buttons">
        <button type="submit" className="button primary" disabled={sending.busy}>
          {sending.busy ? text.forms.busy : rule ? text.forms.save : words.create}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {text.forms.cancel}
        </button>
      </div>
    </form>
  )
}

interface PartProps {
  draft: Draft
  error: ReturnType<typeof useSend>['error']
  onChange: (part: Partial<Draft>) => void
}

/** The figures that mean something for the kind. */
function Figures({ draft, error, onChange }: PartProps) {
  const words = text.alerts.rules
  const { kind, figures } = draft
  if (FIGURES[kind].length === 0) return null
  const labels = {
    minutes: words.minutes[kind] ?? '',
    grace: words.grace,
    deaths: words.deaths,
    tier: words.tier,
  }
  return (
    <div className="form-line">
      {FIGURES[kind].map(figure => {
        const set = (value: string) => onChange({ figures: { ...figures, [figure]: value } })
        return (
          <Entry
            key={figure}
            label={labels[figure]}
            field={`settings.${FIELDS[figure]}`}
            error={error}
            hint={figure === 'grace' && words.graceHint}
          >
            {props =>
              figure === 'tier' ? (
                <select {...props} value={figures.tier} onChange={event => set(event.target.value)}>
                  <option value="">{words.unset}</option>
                  {TIERS.map(tier => (
                    <option key={tier} value={tier}>
                      {words.tierValue(tier)}
                    </option>
                  ))}
                </select>
              ) : (
                <input
                  {...props}
                  type="number"
                  inputMode="numeric"
                  placeholder={words.unset}
                  value={figures[figure]}
                  onChange={event => set(event.target.value)}
                />
              )
            }
          </Entry>
        )
      })}
    </div>
  )
}

function QuietHours({ draft, error, onChange }: PartProps) {
  const words = text.alerts.rules
  const zones = useId()
  return (
    <fieldset>
      <label className="check">
        <input
          type="checkbox"
          checked={draft.quiet}
          onChange={event => onChange({ quiet: event.target.checked })}
        />
        {words.quiet}
      </label>
      {draft.quiet && (
        <>
          <div className="form-line">
            <Entry label={words.quietFrom} field="settings.quiet.from" error={error}>
              {props => (
                <input
                  {...props}
                  type="time"
                  value={draft.from}
                  onChange={event => onChange({ from: event.target.value })}
                />
              )}
            </Entry>
            <Entry label={words.quietTo} field="settings.quiet.to" error={error}>
              {props => (
                <input
                  {...props}
                  type="time"
                  value={draft.to}
                  onChange={event => onChange({ to: event.target.value })}
                />
              )}
            </Entry>
            <Entry label={words.zone} field="settings.quiet.time_zone" error={error}>
              {props => (
                <>
                  <input
                    {...props}
                    list={zones}
                    placeholder="UTC"
                    autoComplete="off"
                    value={draft.timeZone}
                    onChange={event => onChange({ timeZone: event.target.value })}
                  />
                  <datalist id={zones}>
                    {Intl.supportedValuesOf('timeZone').map(zone => (
                      <option key={zone} value={zone} />
                    ))}
                  </datalist>
                </>
              )}
            </Entry>
          </div>
          {error?.field === 'settings.quiet' && <FormRefusal error={error} />}
        </>
      )}
    </fieldset>
  )
}

function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
