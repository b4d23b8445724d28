import { type ReactNode, useEffect } from 'react'
import { text } from '../text'
import { usePhone } from '../ui/media'
import { BottomBar } from './BottomBar'
import { TopLine } from './TopLine'
import './shell.css'

/** A page beside the map: the top line, what it is about, and the phone's bar. */
export function SitePage({ title, children }: { title: string; children: ReactNode }) {
  const phone = usePhone()
  useEffect(() => {
    document.title = `${title} · ${text.product}`
  }, [title])
  return (
    <div className={phone ? 'page phone' : 'page'}>
      <TopLine phone={phone} />
      <main className="site">{children}</main>
      {phone && <BottomBar />}
    </div>
  )
}
