import { text } from '../text'
import { Dialog } from '../ui/Dialog'
import { Icon } from '../ui/Icon'
import { KEY_LIST, type KeyLine } from './keys'
import './keys.css'

/** All keys of the page. */
export function KeyList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label={text.keys.title} className="keys" onClose={onClose}>
      <div className="keys-head">
        <h2>{text.keys.title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={text.windows.close(text.keys.title)}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="keys-groups">
        {KEY_LIST.map(({ group, lines }) => (
          <section key={group}>
            <h3 className="label">{text.keys.groups[group]}</h3>
            <dl>
              {lines.map(line => (
                <div key={line.does}>
                  <dt>
                    <Keys line={line} />
                  </dt>
                  <dd>{text.keys.does[line.does]}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function Keys({ line }: { line: KeyLine }) {
  return line.keys.map((key, index) => (
    <span key={key}>
      {line.sequence && index > 0 && <span className="ink-3"> {text.keys.after} </span>}
      <kbd>{key}</kbd>
    </span>
  ))
}
