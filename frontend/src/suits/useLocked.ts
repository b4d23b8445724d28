import { useEffect, useState } from 'react'
import { API, ApiError, getJson } from '../live/api'
import { isRecord, readText } from '../live/player'
import type { Giver } from './answer'
import type { Locked } from './wish'

/** What is known of locked pieces that no suit has shown yet: what they are called; null: nobody has it. */
type Known = ReadonlyMap<string, string | null>

const keyOf = ({ character, itemId }: Locked) => `${itemId} ${character}`
const pathOf = ({ character, itemId }: Locked) => `${API}/items/${encodeURIComponent(character)}/${itemId}`

/** Asks for locked pieces that came with a link: a wish knows them by number only. */
export function useLocked(locked: readonly Locked[], givers: readonly Giver[]) {
  const [known, learn] = useState<Known>(new Map())
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew with each inventory that comes, as those who give are
  useEffect(() => {
    let wanted = true
    for (const each of locked) {
      read(each).then(name => {
        // What cannot be told just now is neither there nor missing.
        if (wanted && name !== undefined) learn(before => new Map(before).set(keyOf(each), name))
      })
    }
    return () => {
      wanted = false
    }
  }, [locked, givers])
  return {
    lost: locked.filter(each => known.get(keyOf(each)) === null),
    nameOf: (itemId: number) => {
      const each = locked.find(one => one.itemId === itemId)
      return (each && known.get(keyOf(each))) ?? null
    },
  }
}

async function read(locked: Locked): Promise<string | null | undefined> {
  try {
    const body = await getJson(pathOf(locked))
    return (isRecord(body) && readText(body.name)) || undefined
  } catch (error) {
    return error instanceof ApiError && error.status === 404 ? null : undefined
  }
}
