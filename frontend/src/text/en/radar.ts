import type { Kind } from '../../windows/radar/nearby'

export const radar = {
  title: 'Radar',
  kinds: 'What is shown',
  kind: {
    creature: 'Creatures',
    player: 'Players',
    npc: 'Folk and vendors',
    portal: 'Portals',
    lifestone: 'Lifestones',
    corpse: 'Corpses',
    door: 'Doors',
    thing: 'Things',
  } satisfies Record<Kind, string>,
  winds: { north: 'N', east: 'E', south: 'S', west: 'W' },
  northUp: 'North up',
  headingUp: 'Heading up',
  toHeading: 'Turn it so that what the character faces is up',
  toNorth: 'Turn it so that north is up',
  disc: (things: number, metres: number) => `${things} things within ${metres} metres`,
  health: (percent: number) => `${Math.round(percent)} % health`,
  stale: (ago: string) => `As it was ${ago}: its plugin is silent.`,
  nothingTold: 'Its plugin has not told what is around it. That comes by itself while the character plays.',
  nothingNear: 'Nothing of that is near.',
}
