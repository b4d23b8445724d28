import { useEffect, useRef, useState } from 'react'
import { useMessages } from '../live/useMessages'
import { useResource } from '../live/useResource'
import { SitePage } from '../shell/SitePage'
import { text } from '../text'
import { useNarrow, usePhone } from '../ui/media'
import { readGivers, readLines, readPresets, readSets } from './answer'
import { BuilderContext, type Offers } from './context'
import { SuitPanel } from './doll/SuitPanel'
import { readSuitId } from './link'
import { ListPanel } from './list/ListPanel'
import { ProofLine } from './proof/ProofLine'
import { SearchBar } from './SearchBar'
import { DeniedState, NoInventories, NotReached } from './States'
import { type Step, Steps } from './Steps'
import { type Kept, readKept } from './saved'
import { useBuilderState } from './useBuilderState'
import { WishPanel } from './wish/WishPanel'
import './suits.css'

// Inventories come one after the other when many log in.
const SETTLED = 1000

/** The wish for a suit, and the suits found. */
export default function SuitsPage() {
  return (
    <SitePage title={text.suits.title}>
      <Reading />
    </SitePage>
  )
}

/** Reads what the form offers, and the saved suit that the address asks for. */
function Reading() {
  const [id] = useState(() => readSuitId(location.search))
  const givers = useResource('/suitbuilder/characters', readGivers)
  const sets = useResource('/suitbuilder/sets', readSets)
  const lines = useResource('/suitbuilder/cantrips', readLines)
  const presets = useResource('/suitbuilder/presets', readPresets)
  const kept = useResource(id === null ? null : `/suits/${id}`, readKept)
  const all = [givers, sets, lines, presets]
  const reload = () => {
    for (const each of all) each.reload()
  }
  useNewInventories(givers.reload)
  const failed = all.find(each => each.error && each.data === null)?.error
  if (failed?.status === 403) return <DeniedState />
  if (failed) return <NotReached error={failed} onAgain={reload} />
  const waits = id !== null && kept.data === null && kept.error === null
  if (!givers.data || !sets.data || !lines.data || !presets.data || waits) {
    return <p className="sb-suits-note">{text.windows.loading}</p>
  }
  if (givers.data.length === 0) return <NoInventories onAgain={reload} />
  const offers = { givers: givers.data, sets: sets.data, lines: lines.data, presets: presets.data }
  return <SuitBuilder offers={offers} kept={kept.data} lost={id !== null && kept.data === null} />
}

/** Reads anew whose pieces there are once somebody's have come, though not for each of many at once. */
function useNewInventories(reload: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useMessages(['inventory_updated'], () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(reload, SETTLED)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}

/** The page itself: side by side where there is room, in steps where there is not. */
function SuitBuilder({ offers, kept, lost }: { offers: Offers; kept: Kept | null; lost: boolean }) {
  const builder = useBuilderState(offers, kept)
  const phone = usePhone()
  const narrow = useNarrow()
  const [step, setStep] = useState<Step>(kept ? 'suit' : 'wish')
  const search = () => {
    builder.search()
    setStep('suit')
  }
  return (
    <BuilderContext value={builder}>
      <div className={narrow ? `sb-suits sb-in-steps sb-at-${step}` : 'sb-suits'}>
        {narrow && <Steps step={step} onStep={setStep} />}
        <ProofLine lost={lost} />
        <div className="sb-suits-columns">
          {(!narrow || step === 'wish') && <WishPanel />}
          {(!narrow || step === 'suit') && <SuitPanel rows={phone} />}
          {(!narrow || step === 'list') && <ListPanel onShow={() => setStep('suit')} />}
        </div>
        {narrow && <SearchBar onSearch={search} />}
      </div>
    </BuilderContext>
  )
}
