import { API } from '../live/api'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useResults } from './context'
import { Popover } from './Popover'
import { parametersOf } from './results'

const t = text.inventory.exports

/** Takes the whole answer away as a file. */
export function ExportMenu() {
  const { of, total } = useResults()
  return (
    <Popover icon="export" label={t.title} disabled={of === null || total === 0}>
      {close => (
        <div className="export-menu">
          <p className="label">{t.detail}</p>
          {of &&
            (['csv', 'json'] as const).map(kind => (
              <a
                key={kind}
                className="button"
                href={`${API}/export/items.${kind}?${parametersOf(of)}`}
                download
                onClick={close}
              >
                <Icon name="export" size={14} /> {t[kind]}
              </a>
            ))}
        </div>
      )}
    </Popover>
  )
}
