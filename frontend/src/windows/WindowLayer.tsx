import { useEffect, useRef, useState } from 'react'
import { usePageContext } from '../shell/context'
import { text } from '../text'
import { useFrames } from './context'
import { FrameView } from './FrameView'
import { isCovered } from './geometry'
import { PhoneWindow } from './PhoneWindow'
import type { Frame } from './store'
import './windows.css'

/** The windows over the map. On a phone only the one in front is seen, over everything. */
export function WindowLayer({ phone }: { phone: boolean }) {
  const { windows } = usePageContext()
  const frames = useFrames()
  const layer = useRef<HTMLDivElement>(null)
  const [target, setTarget] = useState<number | null>(null)
  useEffect(() => {
    const element = layer.current
    if (!element || phone) return
    const measure = () => windows.setStage({ width: element.clientWidth, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [windows, phone])

  const top = frames.at(-1)
  if (phone) return top ? <PhoneWindow frame={top} /> : null
  // Drawn in the order of their ids, not of their depth: moving an element would reset what is in it.
  const inOrder = [...frames].sort((a, b) => a.id - b.id)
  const inFrontOf = (frame: Frame) => frames.slice(frames.indexOf(frame) + 1).map(({ box }) => box)
  return (
    <div className="windows" ref={layer} aria-label={text.windows.layer} role="group">
      {inOrder.map(frame => (
        <FrameView
          key={frame.id}
          frame={frame}
          depth={frames.indexOf(frame)}
          front={frame === top}
          target={frame.id === target}
          covered={isCovered(frame.box, inFrontOf(frame))}
          onTarget={setTarget}
        />
      ))}
    </div>
  )
}
