import { MINIMA, SLOTS, type Wish } from './wish'

/** Does without what a member of the request demands; null: this page does not know how. */
export function dropDemand(field: string): ((wish: Wish) => Wish) | null {
  const [member = '', at = ''] = field.split('.')
  const index = Number(at)
  switch (member) {
    case 'locked':
      return wish => ({ ...wish, locked: wish.locked.filter((_, each) => each !== index) })
    case 'cantrips':
      return wish => ({
        ...wish,
        cantrips: wish.cantrips.map((one, each) => (each === index ? { ...one, required: false } : one)),
      })
    case 'min':
      return wish => ({
        ...wish,
        min: Object.fromEntries(
          MINIMA.filter(of => of !== at && of in wish.min).map(of => [of, wish.min[of]]),
        ),
      })
    // Fewer pieces are still better than none.
    case 'primary_set':
    case 'secondary_set':
    case 'set_mode':
      return wish => ({ ...wish, setMode: 'prefer' })
    case 'excluded':
      return wish => ({ ...wish, excluded: [] })
    case 'slots':
      return wish => ({ ...wish, slots: SLOTS })
    case 'reduction':
      return wish => ({ ...wish, reduction: 'ace' })
    case 'allowed_crit_damage':
      return wish => ({ ...wish, allowedCrit: [0, 1, 2] })
    case 'clothing_min_damage_rating':
      return wish => ({ ...wish, clothingMin: 0 })
    // Without a wearer nobody is asked for a level.
    case 'target':
      return wish => ({ ...wish, target: '' })
  }
  return null
}
