/** The command palette, and the list of keys. */
export const palette = {
  title: 'Find anything',
  placeholder: 'A character, place, item, page or action',
  groups: {
    players: 'Characters',
    places: 'Places',
    items: 'Items',
    pages: 'Pages',
    windows: 'Windows',
    actions: 'Actions',
  },
  nothing: 'Nothing is called that.',
  show: 'show on the map',
  classic: 'The classic page',
  allItems: (typed: string) => `Search all items for “${typed}”`,
  found: (count: number) => (count === 1 ? 'One found' : `${count} found`),
}

export const keys = {
  title: 'Keys',
  groups: {
    everywhere: 'Everywhere',
    map: 'On the map',
    windows: 'In windows',
  },
  after: 'then',
  does: {
    palette: 'Find anything',
    search: 'To the search field',
    keys: 'This list',
    goMap: 'To the map',
    goInventory: 'To the inventory',
    goSuits: 'To the suits',
    goChat: 'Open the chat',
    goRares: 'Open the rares',
    escape: 'Close the top window, or let go',
    arrows: 'Move the map',
    zoom: 'Closer and farther',
    all: 'All of Dereth',
    follow: 'Follow whoever is pointed out, or let go',
    neighbours: 'The one before, the next one',
    replay: 'Play or pause the replay',
    jump: 'Jump to a place',
    moveWindow: 'Move a window by its bar',
    sizeWindow: 'Size it',
  },
}
