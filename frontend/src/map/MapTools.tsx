import { useReplay } from '../replay/useTimeline'
import { usePage, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { Tool } from '../ui/Tool'

interface MapToolsProps {
  /** How much of the map's lower edge is covered. */
  bottom: number
  onZoomIn: () => void
  onZoomOut: () => void
  onAll: () => void
}

export function MapTools({ bottom, onZoomIn, onZoomOut, onAll }: MapToolsProps) {
  const { page, replay } = usePageContext()
  const { open } = useReplay()
  const { followed, selected, layersOpen, jumpOpen } = usePage()
  const target = followed ?? selected
  const followLabel = followed ? text.map.release : text.map.follow(target ?? '')
  return (
    <div
      className="tools map-tools"
      role="toolbar"
      aria-label={text.map.controls}
      data-covers-map
      style={{ marginBottom: bottom }}
    >
      <Tool icon="plus" label={text.map.zoomIn} keys="+" onClick={onZoomIn} />
      <Tool icon="minus" label={text.map.zoomOut} keys="-" onClick={onZoomOut} />
      <Tool icon="world" label={text.map.all} keys="0" onClick={onAll} />
      <button
        type="button"
        className={jumpOpen ? 'icon-button on' : 'icon-button'}
        aria-label={text.jump.label}
        aria-keyshortcuts="J"
        aria-expanded={jumpOpen}
        title={`${text.jump.label} (J)`}
        // Else leaving the field would close it before the click opens it again.
        onPointerDown={event => event.preventDefault()}
        onClick={() => page.change({ jumpOpen: !jumpOpen })}
      >
        <Icon name="search" />
      </button>
      {target && (
        <button
          type="button"
          className={followed ? 'icon-button on' : 'icon-button'}
          aria-label={followLabel}
          aria-keyshortcuts="F"
          aria-pressed={followed !== null}
          title={`${followLabel} (F)`}
          onClick={() => page.follow(followed ? null : target)}
        >
          <Icon name="follow" />
        </button>
      )}
      <button
        type="button"
        className={layersOpen ? 'icon-button on' : 'icon-button'}
        aria-label={text.layers.title}
        aria-expanded={layersOpen}
        aria-controls={layersOpen ? 'map-layers' : undefined}
        title={text.layers.title}
        onClick={() => page.change({ layersOpen: !layersOpen })}
      >
        <Icon name="layers" />
      </button>
      <button
        type="button"
        className={open ? 'icon-button replay-tool on' : 'icon-button replay-tool'}
        aria-label={text.replay.title}
        aria-pressed={open}
        onClick={() => {
          if (open) replay.live()
          replay.setOpen(!open)
        }}
      >
        <Icon name="clock" />
      </button>
    </div>
  )
}
