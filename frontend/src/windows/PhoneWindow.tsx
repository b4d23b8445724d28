import { usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useSubject } from './context'
import { Content } from './FrameView'
import { kindOf } from './kinds'
import type { Frame } from './store'

/** The window in front on a phone: a sheet over the whole stage. */
export function PhoneWindow({ frame }: { frame: Frame }) {
  const { windows } = usePageContext()
  const tab = frame.tabs[frame.active]!
  const kind = kindOf(tab.kind)
  const subject = useSubject(tab)
  return (
    <section className="win phone-win" aria-label={kind.title}>
      <div className="win-bar">
        <h2 className="win-title">
          <Icon name={kind.icon} />
          <span>{kind.title}</span>
          {kind.ofCharacter && <span className="ink-3 cut">{subject ?? text.windows.nobody}</span>}
        </h2>
        <button
          type="button"
          className="icon-button"
          aria-label={text.windows.close(kind.title)}
          onClick={() => windows.close(tab)}
        >
          <Icon name="close" />
        </button>
      </div>
      <Content tab={tab} />
    </section>
  )
}
