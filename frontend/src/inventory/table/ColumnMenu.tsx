import { type DragEvent, useState } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { COLUMNS, columnsOf, moved } from '../columns'
import { Popover } from '../Popover'

interface ColumnMenuProps {
  chosen: readonly string[]
  /** Null: the usual ones. */
  onChoose: (ids: string[] | null) => void
}

/** Which columns there are, and in which order. */
export function ColumnMenu({ chosen, onChoose }: ColumnMenuProps) {
  return (
    <Popover icon="columns" label={text.inventory.columnMenu.title}>
      {() => <Choice chosen={chosen} onChoose={onChoose} />}
    </Popover>
  )
}

function Choice({ chosen, onChoose }: ColumnMenuProps) {
  const [dragged, setDragged] = useState<string | null>(null)
  const { columnMenu } = text.inventory
  const shown = columnsOf(chosen)
  const hidden = COLUMNS.filter(({ id }) => !chosen.includes(id))
  const toggle = (id: string) => {
    if (!chosen.includes(id)) onChoose([...chosen, id])
    else if (chosen.length > 1) onChoose(chosen.filter(each => each !== id))
  }
  const over = (event: DragEvent, id: string) => {
    event.preventDefault()
    if (dragged && dragged !== id) onChoose(moved(chosen, dragged, chosen.indexOf(id)))
  }
  return (
    <div className="column-menu">
      <p className="label">{columnMenu.help}</p>
      <ul>
        {shown.map(({ id, long, title }, index) => (
          <li
            key={id}
            draggable
            className={dragged === id ? 'dragged' : undefined}
            onDragStart={() => setDragged(id)}
            onDragEnd={() => setDragged(null)}
            onDragOver={event => over(event, id)}
          >
            <label>
              <input type="checkbox" checked onChange={() => toggle(id)} />
              <span className="cut">{long ?? title}</span>
            </label>
            <button
              type="button"
              className="icon-button small"
              disabled={index === 0}
              aria-label={columnMenu.earlier(long ?? title)}
              onClick={() => onChoose(moved(chosen, id, index - 1))}
            >
              <Icon name="up" size={12} />
            </button>
            <button
              type="button"
              className="icon-button small"
              disabled={index === shown.length - 1}
              aria-label={columnMenu.later(long ?? title)}
              onClick={() => onChoose(moved(chosen, id, index + 1))}
            >
              <Icon name="down" size={12} />
            </button>
          </li>
        ))}
        {hidden.map(({ id, long, title }) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={false} onChange={() => toggle(id)} />
              <span className="cut ink-2">{long ?? title}</span>
            </label>
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={() => onChoose(null)}>
        {columnMenu.usual}
      </button>
    </div>
  )
}
