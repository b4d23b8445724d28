import { figure, type Item } from '../item'

/** Seconds until an item has no mana left; null: unknown, or it needs none. */
export function manaSeconds(item: Item): number | null {
  const [mana, rate] = [figure(item, 'mana'), figure(item, 'mana_rate')]
  return mana === null || !rate ? null : mana / Math.abs(rate)
}
