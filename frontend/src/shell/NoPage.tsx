import { text } from '../text'
import { SitePage } from './SitePage'

/** Where an address leads nowhere: it says so, and where the map is. */
export default function NoPage() {
  return (
    <SitePage title={text.noPage.title}>
      <div className="no-page">
        <h1>{text.noPage.title}</h1>
        <p>
          {text.noPage.detail} <bdi>{decoded(location.pathname)}</bdi>
        </p>
        <a className="button" href="/">
          {text.noPage.map}
        </a>
      </div>
    </SitePage>
  )
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
