import { text } from '../../text'
import { GIVEN, type Rights } from './model'

interface RightsProps {
  rights: Rights
  /** Whether somebody can be made an administrator here. */
  admins?: boolean
  onChange: (rights: Rights) => void
}

/** What somebody or something may do, to be ticked. */
export function RightsBoxes({ rights, admins = false, onChange }: RightsProps) {
  const { isAdmin, permissions } = rights
  const toggle = (permission: string) => {
    const had = permissions.includes(permission)
    onChange({
      isAdmin,
      permissions: had ? permissions.filter(each => each !== permission) : [...permissions, permission],
    })
  }
  return (
    <fieldset className="entry">
      <legend>{text.admin.mayLabel}</legend>
      <div className="checks">
        {GIVEN.map(permission => (
          <label key={permission} className="check">
            <input
              type="checkbox"
              checked={isAdmin || permissions.includes(permission)}
              disabled={isAdmin}
              onChange={() => toggle(permission)}
            />
            {text.admin.permissions[permission]}
          </label>
        ))}
        {admins && (
          <label className="check">
            <input
              type="checkbox"
              checked={isAdmin}
              onChange={() => onChange({ isAdmin: !isAdmin, permissions })}
            />
            {text.admin.isAdmin}
          </label>
        )}
      </div>
    </fieldset>
  )
}

interface DaysProps {
  id: string
  days: number
  choices: readonly number[]
  onChange: (days: number) => void
}

/** For how long something holds. */
export function DaysChoice({ days, choices, onChange, ...props }: DaysProps) {
  return (
    <select {...props} value={days} onChange={event => onChange(Number(event.target.value))}>
      {choices.map(each => (
        <option key={each} value={each}>
          {text.admin.days(each)}
        </option>
      ))}
    </select>
  )
}
