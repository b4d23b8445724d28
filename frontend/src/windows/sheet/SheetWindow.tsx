import { useDeferredValue, useState } from 'react'
import { useMessages } from '../../live/useMessages'
import { useResource } from '../../live/useResource'
import { useSession } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useNow } from '../../ui/useNow'
import { Note } from '../Note'
import { Views } from '../Views'
import { readVital, readVitals, type Vital } from '../vitals/vital'
import { SectionView } from './SectionView'
import { Sessions } from './Sessions'
import { find, type Page, sectionsOf, titleName } from './sections'
import { readSheet, type Sheet } from './sheet'
import './sheet.css'

const PAGES = ['character', 'skills', 'augmentations', 'sessions'] as const

/** All that is known of a character, in the manner of the game's own panel. */
export default function SheetWindow({ character }: { character: string | null }) {
  if (character === null) return <p className="win-note">{text.windows.choose}</p>
  return <CharacterSheet character={character} />
}

function CharacterSheet({ character }: { character: string }) {
  const [page, setPage] = useState<Page | 'sessions'>('character')
  const [words, setWords] = useState('')
  const [sheet, stored] = useSheet(character)
  const vitals = useVitals(character)
  return (
    <>
      <Views
        label={text.sheet.title}
        views={PAGES.map(id => ({ id, title: text.sheet.pages[id] }))}
        chosen={page}
        onChoose={setPage}
      />
      {page === 'sessions' ? (
        <Sessions character={character} />
      ) : sheet ? (
        <>
          <Head character={character} sheet={sheet} />
          <label className="sheet-find">
            <Icon name="search" size={14} />
            <input
              type="search"
              placeholder={text.sheet.find}
              aria-label={text.sheet.find}
              value={words}
              onChange={event => setWords(event.target.value)}
            />
          </label>
          <Shown key={page} sheet={sheet} vitals={vitals} page={page} words={words} />
        </>
      ) : (
        <Note of={stored} empty={text.sheet.empty} />
      )}
    </>
  )
}

/** The sheet as it was stored, or as it was told since. */
function useSheet(character: string) {
  const stored = useResource(`/character-stats/${encodeURIComponent(character)}`, readSheet)
  const [told, setTold] = useState<Sheet | null>(null)
  useMessages(['character_stats'], message => {
    if (message.character_name === character) setTold(readSheet(message))
  })
  const sheet = told && (stored.data?.at ?? 0) <= (told.at ?? 0) ? told : stored.data
  return [sheet, stored] as const
}

/** Vitals as they come; they are not stored, and whoever was silent has none. */
function useVitals(character: string): Vital | null {
  const stored = useResource('/vitals', readVitals)
  const known = stored.data?.get(character) ?? null
  const [told, setTold] = useState<Vital | null>(null)
  useMessages(['vitals'], message => {
    if (message.character_name !== character) return
    setTold(before => readVital(message, before ?? known ?? undefined) ?? before)
  })
  return told && told.at >= (known?.at ?? 0) ? told : known
}

interface ShownProps {
  sheet: Sheet
  vitals: Vital | null
  page: Page
  words: string
}

/** One page of the sheet; or, of all pages, what is looked for. */
function Shown({ sheet, vitals, page, words }: ShownProps) {
  const wanted = useDeferredValue(words)
  const pages = sectionsOf(sheet, vitals)
  const looking = wanted.trim() !== ''
  const sections = looking ? find(Object.values(pages).flat(), wanted) : pages[page]
  const rows = sections.reduce((sum, section) => sum + section.rows.length, 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <div className="scroll sheet-pages" tabIndex={0}>
      {looking && (
        <p className="sheet-found" role="status">
          {text.sheet.found(rows)}
        </p>
      )}
      {sections.map(section => (
        <SectionView key={section.title} section={section} />
      ))}
      {!looking && sections.length === 0 && <p className="win-note">{text.sheet.found(0)}</p>}
    </div>
  )
}

function Head({ character, sheet }: { character: string; sheet: Sheet }) {
  const { feed } = useSession()
  useNow(30_000, true)
  const { level, gender, race, title, allegiance, at } = sheet
  const kind = [gender, race].filter(Boolean).join(' ')
  return (
    <header className="sheet-head">
      <p className="sheet-level">
        <span className="label">{text.sheet.level}</span>
        <b>{level === null ? text.chart.none : text.number(level)}</b>
      </p>
      <div>
        <h3 className="cut" title={character}>
          <bdi>{character}</bdi>
        </h3>
        <p className="cut" title={kind}>
          <bdi>{kind}</bdi>
          {typeof title === 'string' && (
            <span className="ink-3">
              , <bdi>{titleName(title)}</bdi>
            </span>
          )}
        </p>
        <p className="cut ink-3">
          {allegiance?.name && (
            <>
              <bdi>{text.sheet.memberOf(allegiance.name)}</bdi>,{' '}
            </>
          )}
          {at !== null && (
            <time dateTime={new Date(at).toISOString()} title={text.exact(at)}>
              {text.sheet.told(text.ago((feed.clock.time() - at) / 1000))}
            </time>
          )}
        </p>
      </div>
    </header>
  )
}
