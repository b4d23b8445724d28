import { useState } from 'react'
import { API, sendJson } from '../../live/api'
import { type Resource, useChanging } from '../../live/useChanging'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { Scroll } from '../../ui/Scroll'
import { toasts } from '../../ui/toasts'
import { Note } from '../Note'
import { RuleForm } from './RuleForm'
import { nameOf, type Rule, readRule, readRules, saysOf, settingsAsSent } from './rule'

/** The rules, which those may change who may edit. */
export function Rules() {
  const rules = useChanging('/alerts/rules', readRules, 'alerts_changed')
  const mayEdit = useLive().permissions.includes('edit')
  const [open, setOpen] = useState<Rule | 'new' | null>(null)
  if (open && mayEdit) {
    return (
      <RuleForm
        rule={open === 'new' ? null : open}
        onDone={() => {
          setOpen(null)
          rules.reload()
        }}
      />
    )
  }
  return (
    <>
      <Scroll label={text.alerts.views.rules}>
        <p className="alerts-lead">{text.alerts.rules.lead}</p>
        {rules.data === null || rules.data.length === 0 ? (
          <Note of={rules} empty={text.alerts.rules.empty} />
        ) : (
          <ul className="rules">
            {rules.data.map(rule => (
              <RuleRow
                key={rule.id}
                rule={rule}
                rules={rules}
                onEdit={mayEdit ? () => setOpen(rule) : null}
              />
            ))}
          </ul>
        )}
      </Scroll>
      {mayEdit && (
        <div className="win-foot">
          <button type="button" className="button" onClick={() => setOpen('new')}>
            {text.alerts.rules.add}
          </button>
        </div>
      )}
    </>
  )
}

interface RowProps {
  rule: Rule
  rules: Resource<Rule[]>
  /** null: the user may only look. */
  onEdit: (() => void) | null
}

function RuleRow({ rule, rules, onEdit }: RowProps) {
  const words = text.alerts.rules
  const name = nameOf(rule)
  const pause = async () => {
    const enabled = !rule.enabled
    const put = (value: boolean) =>
      rules.change(all => all.map(each => (each.id === rule.id ? { ...each, enabled: value } : each)))
    put(enabled)
    try {
      await sendJson('PATCH', `${API}/alerts/rules/${rule.id}`, { enabled })
    } catch {
      put(!enabled)
      toasts.show({ text: words.notChanged(name), tone: 'bad' })
      rules.reload()
    }
  }
  const remove = async () => {
    try {
      await sendJson('DELETE', `${API}/alerts/rules/${rule.id}`)
    } catch {
      toasts.show({ text: words.notRemoved(name), tone: 'bad' })
      rules.reload()
      return
    }
    rules.change(all => all.filter(each => each.id !== rule.id))
    toasts.show({
      text: words.removed(name),
      action: { label: text.toasts.undo, run: () => putBack(rule, rules) },
    })
  }
  const says = saysOf(rule).join(' · ')
  return (
    <li className={rule.enabled ? undefined : 'paused'}>
      <p className="rules-name">
        {text.alerts.kinds[rule.kind]}
        <bdi className="ink-3">{rule.character ?? text.alerts.everyone}</bdi>
      </p>
      <p className="rules-says ink-3">
        {rule.enabled ? says || words.usual : <span className="warn">{words.paused}</span>}
      </p>
      {onEdit && (
        <span className="rules-acts">
          <RuleButton
            icon={rule.enabled ? 'pause' : 'play'}
            act={rule.enabled ? words.pause : words.resume}
            rule={name}
            onClick={pause}
          />
          <RuleButton icon="gear" act={words.edit} rule={name} onClick={onEdit} />
          <RuleButton icon="close" act={words.remove} rule={name} onClick={remove} />
        </span>
      )}
    </li>
  )
}

interface ButtonProps {
  icon: 'pause' | 'play' | 'gear' | 'close'
  act: string
  rule: string
  onClick: () => void
}

function RuleButton({ icon, act, rule, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      className="icon-button small"
      title={act}
      aria-label={text.alerts.rules.named(act, rule)}
      onClick={onClick}
    >
      <Icon name={icon} size={14} />
    </button>
  )
}

/** Makes a deleted rule anew. It has another id then, which nobody sees. */
async function putBack(rule: Rule, rules: Resource<Rule[]>): Promise<void> {
  try {
    const made = readRule(
      await sendJson('POST', `${API}/alerts/rules`, {
        kind: rule.kind,
        character_name: rule.character,
        settings: settingsAsSent(rule),
        enabled: rule.enabled,
      }),
    )
    if (made) rules.change(all => [...all, made])
  } catch {
    toasts.show({ text: text.alerts.rules.notBack, tone: 'bad' })
  }
  rules.reload()
}
