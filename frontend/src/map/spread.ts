/** A marker on the screen. */
export interface Spot {
  x: number
  y: number
}

// Markers closer than this cannot be told apart or pointed at.
export const LEAST_GAP = 7.6
const ROUNDS = 14
// Steps of the golden angle fill a disc evenly: who stands on the very same spot fans out like seeds.
const GOLDEN_ANGLE = 2.399963

/** Moves apart those that stand closer than the gap, each as little as possible. */
export function spread(spots: Spot[], gap = LEAST_GAP): void {
  fanOut(spots, gap)
  for (let round = 0; round < ROUNDS; round++) {
    if (!pushApart(spots, gap)) return
  }
}

function fanOut(spots: Spot[], gap: number): void {
  const seen = new Map<string, number>()
  for (const spot of spots) {
    const key = `${Math.round(spot.x * 2)},${Math.round(spot.y * 2)}`
    const nth = seen.get(key) ?? 0
    seen.set(key, nth + 1)
    if (nth === 0) continue
    const radius = gap * 0.6 * Math.sqrt(nth)
    spot.x += Math.cos(nth * GOLDEN_ANGLE) * radius
    spot.y += Math.sin(nth * GOLDEN_ANGLE) * radius
  }
}

/** One round over all pairs that are near each other; tells whether any was too close. */
function pushApart(spots: Spot[], gap: number): boolean {
  const order = spots.map((_, i) => i).sort((a, b) => spots[a]!.x - spots[b]!.x)
  let moved = false
  for (let i = 0; i < order.length; i++) {
    const a = spots[order[i]!]!
    for (let j = i + 1; j < order.length; j++) {
      const b = spots[order[j]!]!
      if (b.x - a.x > gap) break
      moved = pushPair(a, b, gap) || moved
    }
  }
  return moved
}

function pushPair(a: Spot, b: Spot, gap: number): boolean {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const distance = Math.hypot(dx, dy)
  // A tolerance ends the rounds once nobody could see the difference.
  if (distance >= gap - 0.05) return false
  const share = (gap - distance) / 2 / Math.max(distance, 0.01)
  a.x -= dx * share
  a.y -= dy * share
  b.x += dx * share
  b.y += dy * share
  return true
}
