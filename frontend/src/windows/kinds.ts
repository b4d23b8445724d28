import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { LiveState } from '../live/store'
import { text } from '../text'
import type { IconName } from '../ui/Icon'
import type { Size } from './geometry'

/** What a window's content is told. */
export interface WindowProps {
  /** Whose it is; null: nobody is chosen yet, or the window is nobody's. */
  character: string | null
}

/** What decides which windows are of use. */
type Offers = Pick<LiveState, 'permissions' | 'username' | 'assistant'>

interface Kind {
  icon: IconName
  title: string
  /** Whether it is about one character. */
  ofCharacter: boolean
  /** As it opens first, and as it may be made. */
  size: Size
  least: Size
  /** Loaded when the first window of the kind opens, so that the map does not wait for it. */
  Content: LazyExoticComponent<ComponentType<WindowProps>>
  /** Whether this user and this server can do anything with it; absent: always. */
  offered?: (live: Offers) => boolean
  /** Whether it is opened from where it belongs, such as the user's menu, and not listed among the others. */
  unlisted?: boolean
}

/** All kinds of windows, in the order in which menus list them. */
export const KINDS = {
  sheet: {
    icon: 'user',
    title: text.sheet.title,
    ofCharacter: true,
    size: { width: 400, height: 640 },
    least: { width: 280, height: 240 },
    Content: lazy(() => import('./sheet/SheetWindow')),
  },
  dungeon: {
    icon: 'dungeon',
    title: text.dungeon.title,
    ofCharacter: true,
    size: { width: 400, height: 440 },
    least: { width: 260, height: 260 },
    Content: lazy(() => import('./dungeon/DungeonWindow')),
  },
  chat: {
    icon: 'chat',
    title: text.chat.title,
    ofCharacter: false,
    size: { width: 440, height: 360 },
    least: { width: 280, height: 200 },
    Content: lazy(() => import('./chat/ChatWindow')),
  },
  rares: {
    icon: 'rare',
    title: text.rares.title,
    ofCharacter: false,
    size: { width: 340, height: 420 },
    least: { width: 240, height: 200 },
    Content: lazy(() => import('./rares/RaresWindow')),
  },
  items: {
    icon: 'bag',
    title: text.inventory.items.title,
    ofCharacter: true,
    size: { width: 340, height: 700 },
    least: { width: 280, height: 300 },
    Content: lazy(() => import('./items/ItemsWindow')),
  },
  combat: {
    icon: 'swords',
    title: text.combat.title,
    ofCharacter: true,
    size: { width: 512, height: 520 },
    least: { width: 280, height: 240 },
    Content: lazy(() => import('./combat/CombatWindow')),
  },
  rates: {
    icon: 'chart',
    title: text.rates.title,
    ofCharacter: true,
    size: { width: 620, height: 420 },
    least: { width: 300, height: 300 },
    Content: lazy(() => import('./rates/RatesWindow')),
  },
  cantrips: {
    icon: 'star',
    title: text.cantrips.title,
    ofCharacter: true,
    size: { width: 360, height: 480 },
    least: { width: 260, height: 200 },
    Content: lazy(() => import('./cantrips/CantripsWindow')),
  },
  leaderboards: {
    icon: 'bars',
    title: text.leaderboards.title,
    ofCharacter: false,
    size: { width: 300, height: 400 },
    least: { width: 240, height: 200 },
    Content: lazy(() => import('./leaderboards/LeaderboardsWindow')),
  },
  vitals: {
    icon: 'heart',
    title: text.vitals.title,
    ofCharacter: false,
    size: { width: 560, height: 340 },
    least: { width: 260, height: 180 },
    Content: lazy(() => import('./vitals/VitalsWindow')),
  },
  radar: {
    icon: 'radar',
    title: text.radar.title,
    ofCharacter: true,
    size: { width: 280, height: 420 },
    least: { width: 220, height: 240 },
    Content: lazy(() => import('./radar/RadarWindow')),
  },
  sharing: {
    icon: 'people',
    title: text.sharing.title,
    ofCharacter: false,
    size: { width: 420, height: 380 },
    least: { width: 300, height: 180 },
    Content: lazy(() => import('./sharing/SharingWindow')),
  },
  quests: {
    icon: 'scroll',
    title: text.quests.title,
    ofCharacter: false,
    size: { width: 560, height: 380 },
    least: { width: 300, height: 200 },
    Content: lazy(() => import('./quests/QuestsWindow')),
  },
  alerts: {
    icon: 'bell',
    title: text.alerts.title,
    ofCharacter: false,
    size: { width: 440, height: 500 },
    least: { width: 280, height: 240 },
    Content: lazy(() => import('./alerts/AlertsWindow')),
  },
  assistant: {
    icon: 'star',
    title: text.assistant.title,
    ofCharacter: false,
    size: { width: 440, height: 520 },
    least: { width: 280, height: 260 },
    Content: lazy(() => import('./assistant/AssistantWindow')),
    offered: live => live.assistant,
  },
  issues: {
    icon: 'note',
    title: text.issues.title,
    ofCharacter: false,
    size: { width: 460, height: 520 },
    least: { width: 280, height: 240 },
    Content: lazy(() => import('./issues/IssuesWindow')),
  },
  server: {
    icon: 'server',
    title: text.server.title,
    ofCharacter: false,
    size: { width: 440, height: 560 },
    least: { width: 280, height: 240 },
    Content: lazy(() => import('./server/ServerWindow')),
  },
  admin: {
    icon: 'key',
    title: text.admin.title,
    ofCharacter: false,
    size: { width: 520, height: 520 },
    least: { width: 300, height: 260 },
    Content: lazy(() => import('./admin/AdminWindow')),
    offered: live => live.permissions.includes('admin'),
  },
  account: {
    icon: 'user',
    title: text.account.title,
    ofCharacter: false,
    size: { width: 440, height: 480 },
    least: { width: 280, height: 240 },
    Content: lazy(() => import('./account/AccountWindow')),
    // Those whom the server trusts without an account have none to change.
    offered: live => live.username !== null,
    unlisted: true,
  },
} satisfies Record<string, Kind>

export type WindowKind = keyof typeof KINDS

export function isKind(kind: unknown): kind is WindowKind {
  return typeof kind === 'string' && Object.hasOwn(KINDS, kind)
}

export function kindOf(kind: WindowKind): Kind {
  return KINDS[kind]
}

/** Whether a window of this kind is of any use to this user on this server. */
export function isOffered(kind: WindowKind, live: Offers): boolean {
  return kindOf(kind).offered?.(live) ?? true
}
