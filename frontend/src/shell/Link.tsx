import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { useSession } from './context'

/** A link to another page of the site, which opens without loading anew. */
export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const { go } = useSession()
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    // A new tab, a download and the like stay the browser's.
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(href)
  }
  return <a {...rest} href={href} onClick={open} />
}
