import type { ReactNode } from 'react'
import { text } from '../text'
import { CopyField } from '../ui/CopyField'
import { GuideRefused } from './GuideRefused'

const SIMULATE = 'overlord simulate --clients 60'

/** What to do when no plugin has ever connected. */
export function EmptyGuide() {
  const address = `${location.origin.replace(/^http/, 'ws')}/ws/position`
  const t = text.empty
  return (
    <section className="card guide" aria-labelledby="guide-title" data-covers-map>
      <h2 id="guide-title">{t.title}</h2>
      <p className="ink-2 guide-lead">{t.lead}</p>
      <Step title={t.address}>
        <CopyField label={t.address} value={address}>
          {address}
        </CopyField>
      </Step>
      <Step title={t.header} detail={t.headerDetail}>
        <CopyField label={t.header} value="X-Plugin-Secret">
          <span className="ink-3">X-Plugin-Secret:</span> {t.headerValue}{' '}
          <span className="accent">SHARED_SECRET</span>
        </CopyField>
      </Step>
      <Step title={t.tryOut} detail={t.tryOutDetail}>
        <CopyField label={t.tryOut} value={SIMULATE}>
          {SIMULATE}
        </CopyField>
      </Step>
      <GuideRefused />
    </section>
  )
}

function Step({ title, detail, children }: { title: string; detail?: string; children: ReactNode }) {
  return (
    <div className="guide-step">
      <h3>{title}</h3>
      <div>
        {children}
        {detail && <p className="guide-detail">{detail}</p>}
      </div>
    </div>
  )
}
