import type { HeatHours, Layer } from '../../map/layers'

/** What lies over the land, and the marks on it. */
export const layers = {
  title: 'Layers',
  names: {
    heat: 'Heat',
    trails: 'Trails, 10 min',
    portals: 'Portals',
    towns: 'Towns',
    dungeons: 'Dungeon entrances',
    pois: 'Points of interest',
    deaths: 'Deaths, 24 h',
    rares: 'Rares, 24 h',
    picture: 'Picture of the server',
  } satisfies Record<Layer, string>,
  heatTitle: 'Monsters by place',
  within: 'Within',
  hours: { 1: 'last hour', 24: 'last 24 h', 168: 'last 7 days' } satisfies Record<HeatHours, string>,
  hoursThen: { 1: 'the hour then', 24: '24 h before then', 168: '7 days before then' } satisfies Record<
    HeatHours,
    string
  >,
  heatMeans: (around: string) => `Monsters that appeared within ${around}`,
  noHeat: 'None appeared within that time.',
  mob: 'Creature',
  allMobs: 'All creatures',
  findMob: 'Find a creature',
  noMob: 'No creature has this in its name.',

  kinds: {
    portal: 'Portal',
    dungeon: 'Dungeon entrance',
    poi: 'Point of interest',
    death: 'Death',
    rare: 'Rare',
  },
  types: {
    landmark: 'Landmark',
    lifestone: 'Lifestone',
    portal_hub: 'Portal hub',
    allegiance_hall: 'Allegiance hall',
    bindstone: 'Bindstone',
    settlement: 'Settlement',
  } as Record<string, string>,
  great: 'Great rare',
  when: 'When',
  who: 'Who',
  foundBy: 'Found by',
  firstSeen: 'First seen',
  lastSeen: 'Last seen',
  landblock: 'Landblock',
  died: (name: string) => `${name} died`,
}
