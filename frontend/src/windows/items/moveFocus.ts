import type { KeyboardEvent } from 'react'

const WAYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Arrow keys go to the button that lies nearest in their direction, however the buttons are arranged. */
export function moveFocus(event: KeyboardEvent): void {
  const way = WAYS[event.key]
  const from = (event.target as Element).closest('button')
  if (!way || !from) return
  const buttons = [...event.currentTarget.querySelectorAll('button')].filter(button => button !== from)
  const at = middle(from)
  let best: { button: HTMLElement; cost: number } | null = null
  for (const button of buttons) {
    const to = middle(button)
    const along = (to.x - at.x) * way[0] + (to.y - at.y) * way[1]
    const aside = Math.abs((to.x - at.x) * way[1]) + Math.abs((to.y - at.y) * way[0])
    if (along <= 1) continue
    // Straight ahead comes before nearer but aside.
    const cost = along + aside * 3
    if (!best || cost < best.cost) best = { button, cost }
  }
  event.preventDefault()
  event.stopPropagation()
  best?.button.focus()
}

function middle(element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
