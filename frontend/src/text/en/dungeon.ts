/** The plan of a dungeon and who is in it. */
export const dungeon = {
  title: 'Dungeon',
  open: 'Show the dungeon',
  nameless: 'A dungeon without a name',
  levels: 'Floors',
  level: (metres: number) => `${Math.round(metres)} m`.replace('-', '−'),
  ownLevel: (name: string) => `${name} is on this floor`,
  people: 'In this dungeon',
  look: (name: string) => `Bring ${name} to the middle`,
  view: 'Plan of the dungeon',
  help: 'Arrow keys move the plan, plus and minus zoom, 0 shows all of it, F goes along with whose window it is, Page Up and Page Down change the floor.',
  tools: 'Controls of the plan',
  fit: 'All of the plan',
  picture: (names: readonly string[]) =>
    names.length === 0 ? 'Plan of the floor, nobody is on it' : `Plan of the floor, with ${names.join(', ')}`,
  above: (name: string, place: string) =>
    `${name} is above ground: ${place}. The plan appears here in a dungeon.`,
  unknown: (name: string) =>
    `The plugin of ${name} has not told yet in which dungeon it is. That comes with what is around it.`,
  asking: (name: string) => `Asking the plugin of ${name} for the plan …`,
  missing: (name: string, block: string) =>
    `There is no plan of landblock ${block}: the plugin of ${name} has not sent one.`,
}
