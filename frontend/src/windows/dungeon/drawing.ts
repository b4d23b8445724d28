import type { PlayerState } from '../../live/player'
import type { Palette } from '../../map/palette'
import type { Sprites } from '../../map/sprites'
import { type Bounds, boundsOf, CELL_SIZE, type Cell, levelAt, levelsOf, type Plan } from './plan'

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

const AIR = 20
// Rooms are never drawn larger than this, pixels a metre.
const CLOSEST = 4
const NAMES_FROM = 1.1

/** Draws a dungeon as large as it fits: the floor in question in full, the others as shadows. */
export function drawPlan(
  context: CanvasRenderingContext2D,
  size: { width: number; height: number },
  { plan, level, inmates, subject }: Drawing,
  palette: Palette,
  sprites: Sprites,
): void {
  context.clearRect(0, 0, size.width, size.height)
  const fit = fitOf(boundsOf(plan.cells), size)
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
    if (fit.scale >= NAMES_FROM || inmate.name === subject) name(context, inmate, x, y, subject, palette)
  }
  context.globalAlpha = 1
}

interface Fit {
  scale: number
  at(x: number, y: number): [number, number]
}

export function fitOf(bounds: Bounds, { width, height }: { width: number; height: number }): Fit {
  const across = (width - AIR * 2) / (bounds.right - bounds.left)
  const down = (height - AIR * 2) / (bounds.top - bounds.bottom)
  const scale = Math.max(0.05, Math.min(across, down, CLOSEST))
  const [x, y] = [(bounds.left + bounds.right) / 2, (bounds.bottom + bounds.top) / 2]
  return { scale, at: (px, py) => [width / 2 + (px - x) * scale, height / 2 - (py - y) * scale] }
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

function name(
  context: CanvasRenderingContext2D,
  inmate: Inmate,
  x: number,
  y: number,
  subject: string,
  palette: Palette,
): void {
  context.font = `${inmate.name === subject ? 600 : 400} 11px ${palette.font}`
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = palette.surface
  context.strokeText(inmate.name, x + 13, y)
  context.fillStyle = inmate.name === subject ? palette.accent : palette.states[inmate.state]
  context.fillText(inmate.name, x + 13, y)
}
