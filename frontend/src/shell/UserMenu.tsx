import { useId, useState } from 'react'
import { WishChoice } from '../everywhere/WishChoice'
import { API, postJson } from '../live/api'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { setTheme, type ThemeWish, themeWish } from '../ui/theme'
import { useOpening } from '../ui/useOutside'
import { isOffered } from '../windows/kinds'
import { useLive, useOpenWindow, useSession } from './context'
import { useVersion } from './version'

const WISHES: ThemeWish[] = ['system', 'dark', 'light']

/** Who is signed in, the theme, the version, and the way out. */
export function UserMenu() {
  const { username } = useLive()
  const { open, setOpen, close, root, button } = useOpening('focusin')
  const id = useId()
  return (
    <div className="user" ref={root}>
      <button
        type="button"
        ref={button}
        className="who"
        // Drawn by the style sheet: as a text of the button's it would be its name.
        data-initials={username ? initials(username) : undefined}
        aria-label={text.top.account}
        title={username ?? text.top.account}
        aria-expanded={open}
        aria-haspopup="dialog"
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {!username && <Icon name="user" size={14} />}
      </button>
      {open && <Panel id={id} username={username} onClose={close} />}
    </div>
  )
}

interface PanelProps {
  id: string
  username: string | null
  onClose: () => void
}

function Panel({ id, username, onClose }: PanelProps) {
  const { signedOut } = useSession()
  const version = useVersion()
  const live = useLive()
  const open = useOpenWindow()
  const [failed, setFailed] = useState(false)
  const signOut = async () => {
    try {
      await postJson(`${API}/logout`, {})
      signedOut()
    } catch {
      setFailed(true)
    }
  }
  return (
    <div
      id={id}
      className="card user-menu"
      role="dialog"
      aria-label={text.top.account}
      onKeyDown={event => event.key === 'Escape' && onClose()}
    >
      {username && (
        <p className="user-name">
          <span className="label">{text.top.signedInAs}</span>
          <b>{username}</b>
        </p>
      )}
      <ThemeChoice />
      <WishChoice />
      {isOffered('account', live) && (
        <button
          type="button"
          className="button"
          onClick={() => {
            onClose()
            open({ kind: 'account', subject: null })
          }}
        >
          {text.account.open}
        </button>
      )}
      <button type="button" className="button user-out" onClick={signOut}>
        {text.top.signOut}
      </button>
      {failed && (
        <p className="bad user-failed" role="alert">
          {text.top.signOutFailed}
        </p>
      )}
      {version && <p className="label user-version">{text.version(version)}</p>}
    </div>
  )
}

function ThemeChoice() {
  const [wish, setWish] = useState(themeWish)
  return (
    <fieldset className="user-theme">
      <legend className="label">{text.top.theme}</legend>
      <div className="segments">
        {WISHES.map(each => (
          <label key={each} className={each === wish ? 'on' : undefined}>
            <input
              type="radio"
              name="theme"
              className="unseen"
              checked={each === wish}
              onChange={() => {
                setTheme(each)
                setWish(each)
              }}
            />
            {text.top.themes[each]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** The first letters of the first two words, or of the one. */
function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean)
  const letters =
    words.length > 1 ? words.slice(0, 2).map(word => [...word][0]) : [...(words[0] ?? '')].slice(0, 2)
  return letters.join('').toLocaleLowerCase()
}
