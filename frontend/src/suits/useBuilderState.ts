import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { text } from '../text'
import type { Suit } from './answer'
import type { Builder, FieldFault, Offers } from './context'
import { LONGEST, PATH, readLink, writeLink } from './link'
import { LAST_EMPTY, lastWish, type Named, rememberLast } from './remembered'
import type { Kept } from './saved'
import { useHunt } from './useHunt'
import { useLocked } from './useLocked'
import { faultOf, sameWish, type Wish } from './wish'

// Browsers refuse to hear of more than a hundred new addresses in half a minute.
const WRITE_AFTER = 400

/** Everything that the page knows, and what can be done with it. */
export function useBuilderState(offers: Offers, openedKept: Kept | null): Builder {
  const [named, setNamed] = useState<Named>(() => firstWish(openedKept))
  const { wish, name } = named
  const [kept, setKept] = useState<Kept | null>(openedKept)
  const [chosen, setChosen] = useState<string | null>(null)
  const [otherId, setOther] = useState<string | null>(null)
  const [refused, setRefused] = useState<FieldFault | null>(null)
  const { hunt, suits, search: hunting, stop } = useHunt()
  const names = useNames(suits, kept)
  const locked = useLocked(wish.locked, offers.givers)

  const change = useCallback((apply: (wish: Wish) => Wish) => {
    setRefused(null)
    setNamed(before => ({ ...before, wish: apply(before.wish) }))
  }, [])

  const latest = useRef(named)
  latest.current = named
  const search = useCallback(
    (apply: (wish: Wish) => Wish = wish => wish) => {
      const next = apply(latest.current.wish)
      setNamed(before => ({ ...before, wish: next }))
      const fault = faultOf(next)
      setRefused(fault && { field: fault.field, message: text.suits.faults[fault.reason] })
      if (fault) return
      setKept(null)
      setChosen(null)
      setOther(null)
      hunting(next)
    },
    [hunting],
  )

  const take = useCallback((next: Named) => {
    setRefused(null)
    setNamed(next)
  }, [])

  const openKept = useCallback((next: Kept | null) => {
    setKept(next)
    setChosen(null)
    setOther(null)
    setRefused(null)
    if (next) setNamed({ name: next.name, wish: next.wish })
  }, [])

  const choose = useCallback((suit: Suit) => {
    setKept(null)
    setChosen(suit.id)
    setOther(null)
  }, [])

  useAddress(named, kept)
  useFirstSearch(search, openedKept !== null || faultOf(wish)?.reason === 'nothing')

  const found = suits.find(suit => suit.id === chosen) ?? suits[0] ?? null
  const shown = kept?.suit ?? found
  const other = otherId === null ? null : (suits.find(suit => suit.id === otherId) ?? null)
  const serverFault = hunt?.fault?.field && sameWish(hunt.wish, wish) ? hunt.fault : null
  return {
    offers,
    wish,
    name,
    change,
    take,
    fault:
      refused ??
      (serverFault
        ? { field: serverFault.field ?? '', message: text.suits.sentence(serverFault.message) }
        : null),
    hunt,
    suits,
    dirty: hunt !== null && !sameWish(hunt.wish, wish),
    search,
    stop,
    shown,
    rank: kept || !found ? null : suits.indexOf(found),
    choose,
    kept,
    openKept,
    other: other === shown ? null : other,
    compareWith: useCallback((suit: Suit | null) => setOther(suit?.id ?? null), []),
    lost: locked.lost,
    nameOf: itemId => names.nameOf(itemId) ?? locked.nameOf(itemId),
    remember: names.remember,
  }
}

/** The address says what is wished; without that it is what was wished last. */
function firstWish(kept: Kept | null): Named {
  if (kept) return { name: kept.name, wish: kept.wish }
  const linked = readLink(location.search)
  const last = lastWish()
  if (!linked) return last
  return sameWish(linked, last.wish) ? last : { ...LAST_EMPTY, wish: linked }
}

/** Whoever opens a link with a wish wants to see the suit, where it says what the suit is for. */
function useFirstSearch(search: Builder['search'], shown: boolean): void {
  const done = useRef(shown || readLink(location.search) === null)
  useEffect(() => {
    // Only once the page is there to stay: React mounts it twice where it looks for mistakes.
    const timer = setTimeout(() => {
      if (done.current) return
      done.current = true
      search()
    })
    return () => clearTimeout(timer)
  }, [search])
}

/** Keeps the address a link to what is shown, and the wish for the next visit. */
function useAddress(named: Named, kept: Kept | null): void {
  const wrote = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    // Changes that go on and on must not put it off for ever.
    const wait = Math.max(0, wrote.current + WRITE_AFTER - performance.now())
    const timer = setTimeout(() => {
      wrote.current = performance.now()
      rememberLast(named)
      const link = kept && sameWish(kept.wish, named.wish) ? `?suit=${kept.id}` : writeLink(named.wish)
      if (link.length <= LONGEST) history.replaceState(null, '', PATH + link)
    }, wait)
    return () => clearTimeout(timer)
  }, [named, kept])
}

/** What items are called: a wish knows them by number only. */
function useNames(suits: readonly Suit[], kept: Kept | null): Pick<Builder, 'nameOf' | 'remember'> {
  const names = useRef(new Map<number, string>())
  const remember: Builder['remember'] = useCallback(piece => names.current.set(piece.itemId, piece.name), [])
  useMemo(() => {
    for (const suit of kept ? [kept.suit, ...suits] : suits) suit.items.forEach(remember)
  }, [suits, kept, remember])
  const nameOf = useCallback((itemId: number) => names.current.get(itemId) ?? null, [])
  return { nameOf, remember }
}
