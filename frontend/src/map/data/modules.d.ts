// What build/gamedata.ts makes of the game's tables.

declare module '*.geojson' {
  /** Shores of all land, holes included, for decodeRings. */
  const rings: string
  export default rings
}

declare module '*/landmask.txt' {
  /** 255 lines from north to south, for decodeRuns; see gamedata/README.md for the letters. */
  const lines: string[]
  export default lines
}

declare module '*/towns.tsv' {
  /** name, ns, ew, type, culture, note */
  const rows: [string, number, number, string, string, string][]
  export default rows
}

declare module '*/dungeons.tsv' {
  /** landblock, name, and the entrance's ns and ew where they are known */
  const rows: [string, string, number | null, number | null][]
  export default rows
}

declare module '*/pois.tsv' {
  /** name, ns, ew, type */
  const rows: [string, number, number, string][]
  export default rows
}
