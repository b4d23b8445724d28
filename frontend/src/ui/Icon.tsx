export type IconName =
  | 'mark'
  | 'map'
  | 'people'
  | 'filter'
  | 'dock'
  | 'expand'
  | 'down'
  | 'up'
  | 'close'
  | 'plus'
  | 'minus'
  | 'world'
  | 'follow'
  | 'live'
  | 'lost'
  | 'user'
  | 'moon'
  | 'sun'
  | 'copy'
  | 'check'
  | 'warn'
  | 'chat'
  | 'bars'
  | 'pin'
  | 'search'
  | 'send'
  | 'more'
  | 'columns'
  | 'rare'
  | 'rare-great'
  | 's-combat'
  | 's-travel'
  | 's-town'
  | 's-idle'
  | 's-dead'
  | 's-stale'

/** A drawing of the sprite, in the colour of the text around it. Words beside it or a label must say the same. */
export function Icon({ name, size = 16 }: { name: IconName; size?: 12 | 14 | 16 | 20 | 24 | 48 }) {
  return (
    <svg className={`icon icon-${size}`} aria-hidden="true" focusable="false">
      <use href={`#i-${name}`} />
    </svg>
  )
}
