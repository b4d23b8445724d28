import { API, ApiError, getJson } from './api'
import type { LiveFeed } from './feed'
import { isRecord } from './player'

/** Asks once whether there is an assistant here; what hindered the question is a reason to ask again later. */
export function findAssistant(feed: Pick<LiveFeed, 'store' | 'onReturn'>, fetchJson = getJson): () => void {
  let asked = false
  const ask = async () => {
    if (asked) return
    asked = true
    try {
      feed.store.setAssistant(isThere(await fetchJson(`${API}/agent/health`)))
    } catch (error) {
      // "Not found" is an answer; a server that is away has given none.
      asked = error instanceof ApiError && error.status >= 400 && error.status < 500
    }
  }
  ask()
  return feed.onReturn(ask)
}

function isThere(body: unknown): boolean {
  return isRecord(body) && body.available !== false && body.ok !== false
}
