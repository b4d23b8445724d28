import { useEffect, useRef, useState } from 'react'
import { Looks } from './looks'
import { useMessages } from './useMessages'

/** Calls `reload` after messages of these types, some times, because the server stores what it tells a little later. */
export function useStored(types: readonly string[], reload: () => void): void {
  const latest = useRef(reload)
  latest.current = reload
  const [looks] = useState(() => new Looks(() => latest.current()))
  useMessages(types, () => looks.told())
  useEffect(() => () => looks.stop(), [looks])
}
