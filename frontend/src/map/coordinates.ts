/** Coordinates as players write them: `42.1N, 33.6E`. */
export function formatPlace(ns: number, ew: number, digits = 1): string {
  return `${formatNs(ns, digits)}, ${formatEw(ew, digits)}`
}

export const formatNs = (ns: number, digits = 1) => withLetter(ns, digits, 'N', 'S')
export const formatEw = (ew: number, digits = 1) => withLetter(ew, digits, 'E', 'W')

function withLetter(value: number, digits: number, positive: string, negative: string): string {
  return Math.abs(value).toFixed(digits) + (value < 0 ? negative : positive)
}

const PLACE = /^\s*(\d+(?:\.\d+)?)\s*([NS])\s*,?\s*(\d+(?:\.\d+)?)\s*([EW])\s*$/i

/** Reads what formatPlace writes, in any case and spacing; null for anything else. */
export function parsePlace(text: string): { ns: number; ew: number } | null {
  const found = PLACE.exec(text)
  if (!found) return null
  const [, ns, nsLetter, ew, ewLetter] = found
  return {
    ns: Number(ns) * (/s/i.test(nsLetter!) ? -1 : 1),
    ew: Number(ew) * (/w/i.test(ewLetter!) ? -1 : 1),
  }
}
