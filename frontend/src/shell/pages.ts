import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { text } from '../text'
import type { IconName } from '../ui/Icon'

interface SitePage {
  path: string
  title: string
  icon: IconName
  /** Loaded when somebody goes there, so that the map does not wait for it. */
  Content: LazyExoticComponent<ComponentType>
}

/** The pages beside the map, in the order in which the top line lists them. */
export const PAGES: readonly SitePage[] = [
  {
    path: '/inventory.html',
    title: text.inventory.title,
    icon: 'bag',
    Content: lazy(() => import('../inventory/InventoryPage')),
  },
  {
    path: '/suitbuilder.html',
    title: text.suits.title,
    icon: 'suit',
    Content: lazy(() => import('../suits/SuitsPage')),
  },
]
