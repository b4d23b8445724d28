import { useEffect, useState } from 'react'
import { API } from '../live/api'

/** The picture of the land that whoever runs the server may have put there. */
const PATH = `${API}/map.png`

/** How far it reaches from the middle, in all directions, units. */
export const PICTURE_REACH = 102

/** Whether there is one. */
export function usePictured(): boolean {
  const [there, setThere] = useState(false)
  useEffect(() => {
    let open = true
    fetch(PATH, { method: 'HEAD', credentials: 'same-origin' }).then(
      ({ ok }) => open && setThere(ok),
      () => {},
    )
    return () => {
      open = false
    }
  }, [])
  return there
}

/** Loads it, as something that can be drawn at once; null: there is none, or it is broken. */
export async function loadPicture(): Promise<HTMLImageElement | null> {
  const image = new Image()
  image.src = PATH
  try {
    await image.decode()
    return image
  } catch {
    return null
  }
}
