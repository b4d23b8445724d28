import { type FormEvent, useState } from 'react'
import { API, sendJson } from '../../live/api'
import { useSend } from '../../live/useSend'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Entry, FormRefusal } from '../../ui/Entry'
import { FormButtons } from '../../ui/FormButtons'
import { focusOnce } from '../../ui/focus'
import { TextEntry } from '../../ui/TextEntry'
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
          <TextEntry
            label={text.alerts.character}
            field="character_name"
            error={error}
            hint={words.characterHint}
            value={draft.character}
            known={players.map(({ name }) => name)}
            onChange={character => change({ character })}
          />
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
      <FormButtons submit={rule ? text.forms.save : words.create} sending={sending} onCancel={onDone} />
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
            <TextEntry
              label={words.zone}
              field="settings.quiet.time_zone"
              error={error}
              value={draft.timeZone}
              known={Intl.supportedValuesOf('timeZone')}
              placeholder="UTC"
              onChange={timeZone => onChange({ timeZone })}
            />
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
