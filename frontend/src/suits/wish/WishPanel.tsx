import { text } from '../../text'
import { useNarrow } from '../../ui/media'
import { SearchBar } from '../SearchBar'
import { CantripGrid } from './CantripGrid'
import { MorePart } from './MorePart'
import { PeoplePart } from './PeoplePart'
import { SetsPart } from './SetsPart'
import { WishHead } from './WishHead'
import './wish.css'

/** The left column: all that can be asked of a suit, what is rarely needed folded away. */
export function WishPanel() {
  const narrow = useNarrow()
  return (
    <section className="sb-wish" aria-label={text.suits.wish.label}>
      <div className="sb-wish-scroll">
        <WishHead />
        <CantripGrid />
        <SetsPart />
        <PeoplePart />
        <MorePart />
      </div>
      {!narrow && <SearchBar />}
    </section>
  )
}
