import { text } from '../text'
import { Icon } from '../ui/Icon'
import { setTheme, useTheme } from '../ui/theme'
import { ConnectionState } from './ConnectionState'
import { useLive } from './context'
import { UserMenu } from './UserMenu'

export function TopLine({ onSignedOut }: { onSignedOut: () => void }) {
  const { players, loaded } = useLive()
  return (
    <header className="top">
      <h1 className="brand">
        <span className="accent">
          <Icon name="mark" size={20} />
        </span>
        <span className="brand-name">{text.product}</span>
      </h1>
      <p className="figures">
        <b>{loaded ? text.number(players.length) : '–'}</b> {text.top.online}
      </p>
      <ConnectionState />
      <ThemeButton />
      <UserMenu onSignedOut={onSignedOut} />
    </header>
  )
}

function ThemeButton() {
  const theme = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  const label = other === 'dark' ? text.top.toNight : text.top.toParchment
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={() => setTheme(other)}
    >
      <Icon name={other === 'dark' ? 'moon' : 'sun'} />
    </button>
  )
}
