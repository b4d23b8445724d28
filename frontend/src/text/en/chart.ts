const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** Charts, wherever they stand. */
export const chart = {
  table: 'As a table',
  asTable: (label: string) => `${label}, as a table`,
  moments: (label: string) => `${label}, moment by moment`,
  time: 'Time',
  none: '–',
  unknown: 'not known',
  mark: (value: number) => compact.format(value).toLowerCase().replace('-', '−'),
  day: (at: number) => new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' }),
  second: (at: number) => new Date(at).toLocaleTimeString('en-GB'),
  zoned: (at: number, label: string) =>
    `${label} ${new Date(at).toLocaleTimeString('en-GB', { timeZoneName: 'short' }).split(' ').slice(1).join(' ')}`,
  nothingOf: (name: string) => `${name}: nothing.`,
  sum: (name: string, lowest: string, highest: string, when: string, last: string) =>
    `${name}: between ${lowest} and ${highest}, highest ${when}, last ${last}.`,
}
