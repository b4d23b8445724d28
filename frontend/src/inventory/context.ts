import { createContext, useContext, useSyncExternalStore } from 'react'
import type { ResultState, Results } from './results'
import type { InventoryStore, PageState } from './state'

interface Inventory {
  store: InventoryStore
  results: Results
}

export const InventoryContext = createContext<Inventory | null>(null)

export function useInventory(): Inventory {
  const context = useContext(InventoryContext)
  if (!context) throw new Error('used outside of the inventory page')
  return context
}

export function usePageState(): PageState {
  const { store } = useInventory()
  return useSyncExternalStore(store.subscribe, store.get)
}

export function useResults(): ResultState {
  const { results } = useInventory()
  return useSyncExternalStore(results.subscribe, results.get)
}
