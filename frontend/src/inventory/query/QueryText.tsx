import { type ReactNode, type Ref, useMemo } from 'react'
import { markOf, type QueryFault } from './fault'
import { type Token, tokensOf } from './tokens'

interface QueryTextProps {
  text: string
  fault: QueryFault | null
  /** The faulty part, to hang the message below it. */
  markRef?: Ref<HTMLSpanElement>
}

/** A query in its colours, with a wavy line exactly under what is wrong. */
export function QueryText({ text, fault, markRef }: QueryTextProps) {
  const pieces = useMemo(() => piecesOf(text), [text])
  if (!fault) return <>{pieces.map(piece => draw(piece, text))}</>
  const mark = markOf(text, fault)
  const marked = pieces.flatMap(piece => cut(piece, mark))
  const [before, within, after] = [
    marked.filter(piece => piece.end <= mark.start),
    marked.filter(piece => piece.start >= mark.start && piece.end <= mark.end),
    marked.filter(piece => piece.start >= mark.end),
  ]
  return (
    <>
      {before.map(piece => draw(piece, text))}
      <span className="wavy" ref={markRef}>
        {within.map(piece => draw(piece, text))}
        {/* Something is missing: there is no letter to draw a line under. */}
        {mark.start === mark.end && '\u00a0'}
      </span>
      {after.map(piece => draw(piece, text))}
    </>
  )
}

export interface Piece {
  start: number
  end: number
  look: 'plain' | 'name' | 'sign' | 'faint'
}

/** The parts of a query that look alike. */
export function piecesOf(text: string): Piece[] {
  return tokensOf(text).flatMap(token => lookOf(token).filter(({ start, end }) => start < end))
}

function lookOf({ kind, start, end, nameEnd, valueStart }: Token): Piece[] {
  if (kind === 'filter') {
    return [
      { start, end: nameEnd, look: 'name' },
      { start: nameEnd, end: valueStart, look: 'sign' },
      { start: valueStart, end, look: 'plain' },
    ]
  }
  const look = kind === 'keyword' || kind === 'paren' || kind === 'not' ? 'sign' : 'plain'
  return [{ start, end, look: kind === 'comment' ? 'faint' : look }]
}

/** Cuts a piece at the edges of a mark. */
function cut(piece: Piece, mark: { start: number; end: number }): Piece[] {
  const edges = [mark.start, mark.end].filter(at => at > piece.start && at < piece.end)
  const places = [...new Set([piece.start, ...edges, piece.end])]
  return places.slice(1).map((end, i) => ({ ...piece, start: places[i]!, end }))
}

function draw({ start, end, look }: Piece, text: string): ReactNode {
  return (
    <span key={start} className={`q-${look}`}>
      {text.slice(start, end)}
    </span>
  )
}
