import { lazy, Suspense, useCallback } from 'react'
import { Everywhere } from './everywhere/Everywhere'
import { SearchMatches } from './inventory/searches/SearchMatches'
import { LoginPage } from './login/LoginPage'
import { loginPath } from './login/next'
import { MapPage } from './shell/MapPage'
import { PAGES } from './shell/pages'
import { useRoute } from './shell/route'
import { SignedIn } from './shell/SignedIn'
import { Toasts } from './ui/Toasts'

const NoPage = lazy(() => import('./shell/NoPage'))

// The map stands at the root; its other address is that of the file.
const MAP = ['/', '/index.html']

/** The login page, the map, and the pages beside it. */
export function App() {
  const { path, search, go } = useRoute()
  const signedOut = useCallback(
    () => go(loginPath(location.pathname + location.search), { replace: true }),
    [go],
  )
  if (path === '/login') return <LoginPage search={search} go={go} />
  const Page = MAP.includes(path) ? MapPage : (PAGES.find(each => each.path === path)?.Content ?? NoPage)
  return (
    <SignedIn go={go} onSignedOut={signedOut}>
      <Suspense>
        <Page />
      </Suspense>
      <Everywhere />
      <SearchMatches />
      <Toasts />
    </SignedIn>
  )
}
