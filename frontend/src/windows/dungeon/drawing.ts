import type { PlayerState } from '../../live/player'
import type { Rect } from '../../map/graticule'
import { placeLabels } from '../../map/labels'
import type { Palette } from '../../map/palette'
import type { Sprites } from '../../map/sprites'
import { CELL_SIZE, type Cell, levelAt, levelsOf, type Plan } from './plan'
import type { Fit, Size } from './planCamera'

/** Somebody in the dungeon. */
export interface Inmate {
  name: string
  state: PlayerState
  x: number
  y: number
  /** The floor on which it stands. */
  level: number
  heading: number
}

export interface Drawing {
  plan: Plan
  level: number
  inmates: readonly Inmate[]
  /** Whose window it is. */
  subject: string
}

/** Draws a dungeon as it is looked at: the floor in question in full, the others as shadows. */
export function drawPlan(
  context: CanvasRenderingContext2D,
  size: Size,
  fit: Fit,
  { plan, level, inmates, subject }: Drawing,
  palette: Palette,
  sprites: Sprites,
): void {
  context.clearRect(0, 0, size.width, size.height)
  const levels = levelsOf(plan.cells)
  const isHere = (cell: Cell) => levelAt(levels, cell.z) === level
  for (const cell of plan.cells) if (!isHere(cell)) fillCell(context, cell, fit, palette.grid)
  for (const cell of plan.cells) if (isHere(cell)) fillCell(context, cell, fit, palette.floor)
  drawWalls(context, plan, isHere, fit, palette)
  for (const inmate of inmates) {
    context.globalAlpha = inmate.level === level ? 1 : 0.4
    const [x, y] = fit.at(inmate.x, inmate.y)
    sprites.draw(context, inmate.state, x, y, 1.25, inmate.heading)
    if (inmate.name === subject) ring(context, x, y, palette.accent)
  }
  context.globalAlpha = 1
  drawNames(
    context,
    size,
    inmates.filter(inmate => inmate.level === level),
    fit,
    subject,
    palette,
  )
}

/** Names keep clear of each other and of the marks; who is asked for has the first choice of a place. */
function drawNames(
  context: CanvasRenderingContext2D,
  size: Size,
  inmates: readonly Inmate[],
  fit: Fit,
  subject: string,
  palette: Palette,
): void {
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = palette.surface
  const font = (own: boolean) => `${own ? 600 : 400} 11px ${palette.font}`
  const taken: Rect[] = []
  const wishes = inmates.map(inmate => {
    const [x, y] = fit.at(inmate.x, inmate.y)
    const own = inmate.name === subject
    taken.push([x - 6, y - 6, x + 6, y + 6])
    context.font = font(own)
    const width = context.measureText(inmate.name).width
    return { id: inmate.name, x, y, gap: own ? 13 : 9, width, height: 13, mayWander: own }
  })
  wishes.sort((a, b) => Number(b.id === subject) - Number(a.id === subject))
  const placed = placeLabels(wishes, taken, size)
  const states = new Map(inmates.map(({ name, state }) => [name, state]))
  for (const { id, x, y, height } of wishes) {
    const offset = placed.get(id)
    if (!offset) continue
    const at = [x + offset.dx, y + offset.dy + height / 2] as const
    context.font = font(id === subject)
    context.strokeText(id, ...at)
    context.fillStyle = id === subject ? palette.accent : palette.states[states.get(id)!]
    context.fillText(id, ...at)
  }
}

function fillCell(context: CanvasRenderingContext2D, cell: Cell, fit: Fit, colour: string): void {
  const half = CELL_SIZE / 2
  const [left, top] = fit.at(cell.x - half, cell.y + half)
  const side = CELL_SIZE * fit.scale
  context.fillStyle = colour
  // Half a pixel more closes the seams between neighbours.
  context.fillRect(left, top, side + 0.5, side + 0.5)
}

const SIDES: [dx: number, dy: number][] = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
]

/** A wall stands on each side of a room behind which no room lies that a door leads to. */
function drawWalls(
  context: CanvasRenderingContext2D,
  plan: Plan,
  isHere: (cell: Cell) => boolean,
  fit: Fit,
  palette: Palette,
): void {
  const byId = new Map(plan.cells.map(cell => [cell.id, cell]))
  const half = CELL_SIZE / 2
  context.strokeStyle = palette.place
  context.lineWidth = Math.max(1, Math.min(2, fit.scale))
  context.beginPath()
  for (const cell of plan.cells) {
    if (!isHere(cell)) continue
    const open = cell.doors.flatMap(id => byId.get(id) ?? [])
    for (const [dx, dy] of SIDES) {
      const leads = open.some(
        other => Math.hypot(cell.x + dx * CELL_SIZE - other.x, cell.y + dy * CELL_SIZE - other.y) < half,
      )
      if (leads) continue
      context.moveTo(...fit.at(cell.x + dx * half - dy * half, cell.y + dy * half + dx * half))
      context.lineTo(...fit.at(cell.x + dx * half + dy * half, cell.y + dy * half - dx * half))
    }
  }
  context.stroke()
}

function ring(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.beginPath()
  context.arc(x, y, 10, 0, Math.PI * 2)
  context.stroke()
}
