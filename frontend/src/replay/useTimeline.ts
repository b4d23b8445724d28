import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { API, type ApiError, getJson } from '../live/api'
import { useResource } from '../live/useResource'
import { useStored } from '../live/useStored'
import { usePageContext } from '../shell/context'
import type { ReplayState, Span } from './replay'
import { type Bucket, deathsByName, readBuckets, readMarks } from './summary'
import { type Mark, SPAN, type Stretch } from './timeline'

// Bars grow as kills are summed up, each minute or so.
const EVERY = 60_000
const PAGE = 1000
const MOST_PAGES = 5

export function useReplay(): ReplayState {
  const { replay } = usePageContext()
  return useSyncExternalStore(replay.subscribe, replay.get)
}

const query = ({ from, to }: Stretch) =>
  `from=${encodeURIComponent(new Date(from).toISOString())}&to=${encodeURIComponent(new Date(to).toISOString())}`

/** The bars of a stretch. Those of the stretch before stay until the next ones have come. */
export function useBuckets(
  span: Span,
  stretch: Stretch,
): { buckets: Bucket[]; error: ApiError | null; read: boolean } {
  const path = `/history/summary?bucket=${SPAN[span].bucketName}&${query(stretch)}`
  const { data, error } = useResource(path, readBuckets, EVERY)
  const last = useRef<Bucket[]>([])
  if (data) last.current = data
  const within = last.current.filter(({ at }) => at >= stretch.from && at < stretch.to)
  return { buckets: within, error: data ? null : error, read: data !== null }
}

/** The deaths and rares of a stretch; the replay hears of the deaths too. */
export function useMarks(stretch: Stretch): readonly Mark[] {
  const { feed, replay } = usePageContext()
  const [marks, setMarks] = useState<readonly Mark[]>([])
  const [asked, ask] = useState(0)
  const { from, to } = stretch
  useStored(['death', 'rare'], () => ask(n => n + 1))
  useEffect(() => feed.onReturn(() => ask(n => n + 1)), [feed])
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew whenever it is asked for
  useEffect(() => {
    let wanted = true
    // What cannot be read leaves the marks as they are: the bars tell that the server is away.
    Promise.all([loadMarks('death', { from, to }), loadMarks('rare', { from, to })]).then(
      ([deaths, rares]) => {
        if (!wanted) return
        setMarks([...deaths, ...rares])
        replay.setDeaths(deathsByName(deaths))
      },
      () => {},
    )
    return () => {
      wanted = false
    }
  }, [from, to, asked, replay])
  return marks
}

async function loadMarks(kind: Mark['kind'], stretch: Stretch): Promise<Mark[]> {
  const path = `${API}/${kind === 'death' ? 'deaths' : 'rares'}?${query(stretch)}&limit=${PAGE}`
  const found: Mark[] = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const body = await getJson(cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`)
    const { marks, next } = readMarks(kind, body)
    found.push(...marks)
    if (next === null) break
    cursor = next
  }
  return found
}

/** How wide an element is, in CSS pixels. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [ref])
  return width
}
