import type { Player } from './player'

/** How the page stands with the server, worst cause first. */
export type Connection =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** The socket is lost and tried again; the poll still brings numbers. */
  | { kind: 'reconnecting'; retryAt: number | null }
  | { kind: 'offline'; reason: OfflineReason; status: number }

export type OfflineReason = 'network' | 'unreachable' | 'refused'

/** What the page knows at one moment. Never changed in place. */
export interface LiveState {
  players: readonly Player[]
  /** False until the first answer: an empty roster then means nothing yet. */
  loaded: boolean
  /** Whether any character was seen, now or in the trails. Without, the page explains how to begin. */
  everSeen: boolean
  connection: Connection
  username: string | null
  /** What the user may do: view, command, edit, admin. */
  permissions: readonly string[]
  /** Whether there is an assistant to ask. */
  assistant: boolean
  /** Server time of each character's last death, as far as this page heard of it. */
  deaths: ReadonlyMap<string, number>
}

const NOTHING: LiveState = {
  players: [],
  loaded: false,
  everSeen: false,
  connection: { kind: 'connecting' },
  username: null,
  permissions: [],
  assistant: false,
  deaths: new Map(),
}

type Listener = () => void

/** Holds the live state for React and the map; tells its listeners when it changed. */
export class LiveStore {
  private state: LiveState = NOTHING
  private readonly listeners = new Set<Listener>()

  readonly subscribe = (listener: Listener): Listener => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): LiveState => this.state

  setPlayers(players: readonly Player[]): void {
    this.change({ players, loaded: true, everSeen: this.state.everSeen || players.length > 0 })
  }

  setEverSeen(): void {
    if (!this.state.everSeen) this.change({ everSeen: true })
  }

  setUsername(username: string | null): void {
    if (username !== this.state.username) this.change({ username })
  }

  setPermissions(permissions: readonly string[]): void {
    if (permissions.join() !== this.state.permissions.join()) this.change({ permissions })
  }

  setAssistant(assistant: boolean): void {
    if (assistant !== this.state.assistant) this.change({ assistant })
  }

  setConnection(connection: Connection): void {
    if (JSON.stringify(connection) !== JSON.stringify(this.state.connection)) this.change({ connection })
  }

  /** Shows a death at once; the next poll would take up to five seconds to tell. */
  died(name: string, at: number): void {
    const deaths = new Map(this.state.deaths).set(name, at)
    const players = this.state.players.map(player =>
      player.name === name ? { ...player, state: 'dead' as const } : player,
    )
    this.change({ deaths, players })
  }

  /** Takes somebody off at once who the server says is gone. */
  left(name: string): void {
    this.change({ players: this.state.players.filter(player => player.name !== name) })
  }

  private change(part: Partial<LiveState>): void {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener()
  }
}
