import { useLive } from '../shell/context'
import { text } from '../text'

const GHOSTS = [52, 68, 44, 60, 74, 50, 64, 52, 68, 44, 60, 74]

/** What stands in place of rows: who will come, or why nobody is found. */
export function EmptyRoster({ filtered }: { filtered: boolean }) {
  const { loaded, everSeen } = useLive()
  const t = text.roster
  if (filtered) return <Words title={t.nothingFound} detail={t.nothingFoundDetail} />
  return (
    <>
      <div className="ghosts" aria-hidden="true">
        {GHOSTS.map((width, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of ornaments
          <div key={i} className="roster-columns" style={{ opacity: 1 - i / GHOSTS.length }}>
            <i />
            <i style={{ width: `${width}%` }} />
            <i />
            <i />
            <i />
          </div>
        ))}
      </div>
      {loaded && !everSeen && <Words title={t.nobodyYet} detail={t.nobodyYetDetail} />}
      {loaded && everSeen && <Words title={t.nobodyNow} detail={t.nobodyNowDetail} />}
    </>
  )
}

function Words({ title, detail }: { title: string; detail: string }) {
  return (
    <div className="roster-words">
      <p>{title}</p>
      <p>{detail}</p>
    </div>
  )
}
