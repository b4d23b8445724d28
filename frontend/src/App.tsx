import { LoginPage } from './login/LoginPage'
import { loginPath } from './login/next'
import { MapPage } from './shell/MapPage'
import { useRoute } from './shell/route'

/** Two pages: signing in, and the map. */
export function App() {
  const { path, search, go } = useRoute()
  if (path === '/login') return <LoginPage search={search} go={go} />
  return <MapPage onSignedOut={() => go(loginPath(location.pathname + location.search), { replace: true })} />
}
