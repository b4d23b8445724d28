/** The login page that leads back to where somebody was. */
export function loginPath(from: string): string {
  return from === '/' ? '/login' : `/login?next=${encodeURIComponent(from)}`
}

/**
 * Where to go after signing in. Only paths of this site: a link must not lead somebody who trusts this page
 * to another one.
 */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/'
  let url: URL
  try {
    url = new URL(next, location.origin)
  } catch {
    return '/'
  }
  const own = next.startsWith('/') && url.origin === location.origin
  return own && url.pathname !== '/login' ? url.pathname + url.search + url.hash : '/'
}
