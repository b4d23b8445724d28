import { useEffect, useState } from 'react'
import { isRecord } from '../../live/player'
import { useMessages } from '../../live/useMessages'
import { useResource } from '../../live/useResource'
import { useSession } from '../../shell/context'
import { isIndoors, type Plan, readBlock, readPlan } from './plan'

// The server gives the plugin ten seconds.
const PATIENCE = 11_000
const WHERE_EVERY = 15_000

/** Where somebody is, as its plugin told last. */
export interface Whereabouts {
  block: string
  /** Null: only the landblock is told. */
  indoors: boolean | null
}

/** In which landblock somebody is; null: its plugin has not told. */
export function useWhereabouts(character: string): { where: Whereabouts | null; asked: boolean } {
  const [heard, setHeard] = useState<{ character: string; where: Whereabouts } | null>(null)
  const nearby = useResource(`/nearby-objects/${encodeURIComponent(character)}`, readWhere, WHERE_EVERY)
  const peers = useResource('/vital-sharing/peers', body => readPeer(body, character), WHERE_EVERY)
  useMessages(['dungeon_map', 'share_position_update'], message => {
    if (message.character_name !== character) return
    const where = readWhere(message)
    // A plan says where its sender is no better than what it has said of itself since.
    if (where && (message.type !== 'dungeon_map' || heard?.character !== character))
      setHeard({ character, where })
  })
  const own = heard?.character === character ? heard.where : null
  const answered =
    (nearby.data !== null || nearby.error !== null) && (peers.data !== null || peers.error !== null)
  return { where: own ?? peers.data?.where ?? nearby.data ?? null, asked: answered || own !== null }
}

function readWhere(body: unknown): Whereabouts | null {
  if (!isRecord(body)) return null
  const block = readBlock(body.landcell) ?? readBlock(body.landblock)
  return block === null ? null : { block, indoors: isIndoors(body.landcell) ?? isIndoors(body.landblock) }
}

/** What somebody shares of the place, which is told more often than what is around. */
function readPeer(body: unknown, character: string): { where: Whereabouts | null } {
  const peers = isRecord(body) && Array.isArray(body.peers) ? body.peers.filter(isRecord) : []
  const shares = peers.find(each => each.character_name === character)?.shares
  return { where: isRecord(shares) ? readWhere(shares.share_position_update) : null }
}

export interface Asked {
  plan: Plan | null
  /** Why there is none. */
  state: 'reading' | 'asking' | 'missing' | 'there'
  again: () => void
}

/** The plan of a landblock: from the server's memory, else asked of the plugin of somebody who is there. */
export function usePlan(block: string | null, character: string): Asked {
  const { feed } = useSession()
  const stored = useResource(block === null ? null : `/dungeon-map/${block}`, readPlan)
  const [came, setCame] = useState<Plan | null>(null)
  const [tries, setTries] = useState(0)
  const [late, setLate] = useState(false)
  useMessages(['dungeon_map'], message => {
    const plan = readPlan(message)
    if (plan && plan.landblock === block) setCame(plan)
  })
  const found = came?.landblock === block ? came : (stored.data ?? null)
  const unknown = found === null && stored.error?.status === 404
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new try asks again
  useEffect(() => {
    if (!unknown || block === null) return
    setLate(false)
    const sent = feed.send({ type: 'request_dungeon_map', landblock: block, player_name: character })
    const timer = setTimeout(() => setLate(true), sent ? PATIENCE : 0)
    return () => clearTimeout(timer)
  }, [feed, unknown, block, character, tries])
  const state = found
    ? 'there'
    : !unknown
      ? stored.error
        ? 'missing'
        : 'reading'
      : late
        ? 'missing'
        : 'asking'
  const again = () => {
    stored.reload()
    setTries(tries + 1)
  }
  return { plan: found, state, again }
}
