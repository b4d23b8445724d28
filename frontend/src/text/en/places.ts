/** Going to a place of the map, and what can be done there. */

export const jump = {
  label: 'Go to a place',
  placeholder: '42.1N 33.6E, or a name',
  nothing: 'No place and nobody is called so.',
  kinds: {
    place: 'Go there',
    landblock: 'Landblock',
    player: 'Character',
    town: 'Town',
    dungeon: 'Dungeon',
    poi: 'Place',
    portal: 'Portal',
  },
}

export const place = {
  title: (place: string) => `At ${place}`,
  copy: (place: string) => `Copy ${place}`,
  copyLink: 'Copy a link to this place',
  copyBlock: (block: string) => `Copy landblock ${block}`,
  link: 'The link',
  measure: 'Measure from here',
  centre: 'Bring it to the middle',
  copied: (what: string) => `Copied: ${what}.`,
  notCopied: (value: string) => `The browser does not let it be copied: ${value}`,
}

export const measure = {
  title: 'Measuring',
  leg: 'Last leg',
  bearing: 'Towards',
  whole: 'Whole way',
  length: (units: number, metres: number) => {
    const far = metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(2)} km`
    return `${units.toFixed(units < 10 ? 2 : 1)} units, ${far}`
  },
  towards: (wind: string, bearing: number) => `${wind}, ${Math.round(bearing) % 360}°`,
  help: 'Each click adds a point. Backspace takes one back, Esc ends.',
  undo: 'Take the last point back',
  end: 'End measuring',
}
