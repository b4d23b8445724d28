// The foundations come first: what the parts of the page say about themselves must win over them.
import './ui/font.css'
import './ui/tokens.css'
import './ui/base.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { Fault } from './ui/Fault'
import { placeSprite } from './ui/sprite'
import { watchTheme } from './ui/theme'

placeSprite()
watchTheme()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Fault>
      <App />
    </Fault>
  </StrictMode>,
)

// The worker keeps the page for when the server is away. While developing it would only stand in the way.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js').catch(() => {
    // Without it everything works but that page.
  })
}
