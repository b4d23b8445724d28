import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { watchTheme } from './ui/theme'
import './ui/font.css'
import './ui/tokens.css'
import './ui/base.css'

watchTheme()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
