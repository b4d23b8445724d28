import { Suspense, useCallback } from 'react'
import { Everywhere } from './everywhere/Everywhere'
import { SearchMatches } from './inventory/searches/SearchMatches'
import { LoginPage } from './login/LoginPage'
import { loginPath } from './login/next'
import { MapPage } from './shell/MapPage'
import { PAGES } from './shell/pages'
import { useRoute } from './shell/route'
import { SignedIn } from './shell/SignedIn'
import { Toasts } from './ui/Toasts'

/** The login page, the map, and the pages beside it. */
export function App() {
  const { path, search, go } = useRoute()
  const signedOut = useCallback(
    () => go(loginPath(location.pathname + location.search), { replace: true }),
    [go],
  )
  if (path === '/login') return <LoginPage search={search} go={go} />
  const page = PAGES.find(each => each.path === path)
  return (
    <SignedIn go={go} onSignedOut={signedOut}>
      {page ? (
        <Suspense>
          <page.Content />
        </Suspense>
      ) : (
        <MapPage />
      )}
      <Everywhere />
      <SearchMatches />
      <Toasts />
    </SignedIn>
  )
}
