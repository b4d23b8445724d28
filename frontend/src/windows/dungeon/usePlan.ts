import { useEffect, useState } from 'react'
import { isRecord } from '../../live/player'
import { useMessages } from '../../live/useMessages'
import { useResource } from '../../live/useResource'
import { useSession } from '../../shell/context'
import { type Plan, readBlock, readPlan } from './plan'

// The server gives the plugin ten seconds.
const PATIENCE = 11_000
const WHERE_EVERY = 15_000

/** In which landblock somebody is, as its plugin told last; null: it has not. */
export function useLandblock(character: string): { block: string | null; asked: boolean } {
  const [heard, setHeard] = useState<{ character: string; block: string } | null>(null)
  const of = encodeURIComponent(character)
  const nearby = useResource(`/nearby-objects/${of}`, readWhere, WHERE_EVERY)
  const peers = useResource('/vital-sharing/peers', body => readPeer(body, character), WHERE_EVERY)
  useMessages(['dungeon_map', 'share_position_update'], message => {
    if (message.character_name !== character) return
    const block = readWhere(message)
    if (block !== null) setHeard({ character, block })
  })
  const own = heard?.character === character ? heard.block : null
  const answered =
    (nearby.data !== null || nearby.error !== null) && (peers.data !== null || peers.error !== null)
  return { block: own ?? peers.data?.block ?? nearby.data ?? null, asked: answered || own !== null }
}

function readWhere(body: unknown): string | null {
  if (!isRecord(body)) return null
  return readBlock(body.landcell) ?? readBlock(body.landblock)
}

/** What somebody shares of the place, which is told more often than what is around. */
function readPeer(body: unknown, character: string): { block: string | null } {
  const peers = isRecord(body) && Array.isArray(body.peers) ? body.peers.filter(isRecord) : []
  const peer = peers.find(each => each.character_name === character)
  const shared = isRecord(peer?.shares) ? Object.values(peer.shares) : Object.values(peer ?? {})
  for (const share of shared) {
    const block = isRecord(share) ? readBlock(share.landcell) : null
    if (block !== null) return { block }
  }
  return { block: null }
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
