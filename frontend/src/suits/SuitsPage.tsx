import { SitePage } from '../shell/SitePage'
import { text } from '../text'

/** The wish for a suit, and the suits found. */
export default function SuitsPage() {
  return <SitePage title={text.suits.title}>{null}</SitePage>
}
