import { useState, useSyncExternalStore } from 'react'
import { text } from '../text'
import { chime } from './chime'
import { askToNotify } from './notifications'
import { wishes } from './wishes'

/** The switches for sound and desktop notifications. */
export function WishChoice() {
  const { sound, desktop } = useSyncExternalStore(wishes.subscribe, wishes.get)
  const [refused, setRefused] = useState(false)
  const setDesktop = async (wanted: boolean) => {
    const granted = !wanted || (await askToNotify())
    setRefused(!granted)
    wishes.set({ desktop: wanted && granted })
  }
  return (
    <fieldset className="wishes">
      <legend className="label">{text.everywhere.whenRare}</legend>
      <label>
        <input
          type="checkbox"
          checked={sound}
          onChange={event => {
            wishes.set({ sound: event.target.checked })
            if (event.target.checked) chime()
          }}
        />
        {text.everywhere.sound}
      </label>
      <label>
        <input type="checkbox" checked={desktop} onChange={event => setDesktop(event.target.checked)} />
        {text.everywhere.desktop}
      </label>
      {refused && (
        <p className="bad" role="alert">
          {text.everywhere.refused}
        </p>
      )}
    </fieldset>
  )
}
