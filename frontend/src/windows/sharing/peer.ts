import { isRecord, readNumber, readText, readTime } from '../../live/player'
import type { Bar } from '../vitals/vital'

/** A character that shares something with the other plugins. */
export interface Peer {
  name: string
  /** Whether a plugin speaks for it just now; who has none is told nothing. */
  connected: boolean
  /** When it shared last, milliseconds of the server's clock. */
  updated: number
  /** What it shares, such as "vital_update", sorted. */
  kinds: string[]
  /** Those with a tag in common look after each other. */
  tags: string[]
  health: Bar
  stamina: Bar
  mana: Bar
  ew: number | null
  ns: number | null
}

const PREFIX = 'share_'

/** The body of `GET /vital-sharing/peers`. */
export function readPeers(body: unknown): Peer[] {
  const list = isRecord(body) && Array.isArray(body.peers) ? body.peers : []
  return list.map(readPeer).filter(peer => peer !== null)
}

function readPeer(row: unknown): Peer | null {
  if (!isRecord(row)) return null
  const name = readText(row.character_name)
  if (name === null) return null
  const shares = isRecord(row.shares) ? Object.entries(row.shares) : []
  const peer = {
    ...newPeer(name),
    connected: row.plugin_connected === true,
    updated: readTime(row.updated) ?? 0,
  }
  return shares.reduce((known, [type, share]) => withShare(known, type, share), peer)
}

const UNKNOWN: Bar = { percent: null, current: null, most: null }

function newPeer(name: string): Peer {
  return {
    name,
    connected: true,
    updated: 0,
    kinds: [],
    tags: [],
    health: UNKNOWN,
    stamina: UNKNOWN,
    mana: UNKNOWN,
    ew: null,
    ns: null,
  }
}

/** What is known of a peer after one more share. Plugins write the inside as they like. */
function withShare(peer: Peer, type: string, share: unknown): Peer {
  if (!type.startsWith(PREFIX) || !isRecord(share)) return peer
  const kind = type.slice(PREFIX.length)
  const tags = Array.isArray(share.tags) ? share.tags.map(readText).filter(tag => tag !== null) : peer.tags
  return {
    ...peer,
    kinds: [...new Set([...peer.kinds, kind])].sort(),
    tags,
    health: readBar(share, 'health', peer.health),
    stamina: readBar(share, 'stamina', peer.stamina),
    mana: readBar(share, 'mana', peer.mana),
    ew: readNumber(share.ew) ?? peer.ew,
    ns: readNumber(share.ns) ?? peer.ns,
  }
}

function readBar(share: Record<string, unknown>, name: string, known: Bar): Bar {
  const current = readNumber(share[name]) ?? readNumber(share[`${name}_current`])
  const most = readNumber(share[`max_${name}`]) ?? readNumber(share[`${name}_max`]) ?? known.most
  if (current === null) return known
  return { current, most, percent: most ? Math.min(100, Math.max(0, (100 * current) / most)) : null }
}

/** The peers after some messages; who shares over a socket is connected. */
export function withShares(peers: readonly Peer[], messages: readonly unknown[], now: number): Peer[] {
  const byName = new Map(peers.map(peer => [peer.name, peer]))
  for (const message of messages) {
    if (!isRecord(message)) continue
    const [type, name] = [readText(message.type), readText(message.character_name)]
    if (type === null || name === null || !type.startsWith(PREFIX)) continue
    const known = byName.get(name) ?? newPeer(name)
    byName.set(name, {
      ...withShare(known, type, message),
      connected: true,
      updated: Math.max(known.updated, now),
    })
  }
  return [...byName.values()]
}

/** Those with a tag in common, by tag; those without any come last. */
export interface Group {
  /** Null: they have no tag. */
  tag: string | null
  peers: Peer[]
}

export function groupPeers(peers: readonly Peer[]): Group[] {
  const tags = [...new Set(peers.flatMap(peer => peer.tags))].sort((a, b) => a.localeCompare(b))
  const inOrder = [...peers].sort((a, b) => a.name.localeCompare(b.name))
  const groups: Group[] = tags.map(tag => ({ tag, peers: inOrder.filter(peer => peer.tags.includes(tag)) }))
  const others = inOrder.filter(peer => peer.tags.length === 0)
  return others.length > 0 ? [...groups, { tag: null, peers: others }] : groups
}
