import { SitePage } from '../shell/SitePage'
import { text } from '../text'

/** Every item of every character, searched. */
export default function InventoryPage() {
  return <SitePage title={text.inventory.title}>{null}</SitePage>
}
