/** Made-up characters that hunt, travel and rest, the same for a seed at the same second. */

export interface Character {
  name: string
  tag: string | null
  role: Role
  /** Map units and radians clockwise from north. */
  ew: number
  ns: number
  heading: number
  home: { ew: number; ns: number }
  kills: number
  killsPerHour: number
  rares: number
  deaths: number
  /** Not heard of for so long, milliseconds. */
  silence: number
}

type Role = 'combat' | 'travel' | 'town' | 'idle' | 'dead' | 'stale'

interface Group {
  tag: string
  ns: number
  ew: number
  spread: number
  role: Role
  names: string[]
}

const GROUPS: Group[] = [
  {
    tag: 'hunt-a',
    ns: 49.9,
    ew: -73.1,
    spread: 1.5,
    role: 'combat',
    names: [
      'Larsa Mossfoot',
      'Bren Harrowgate',
      'Ysolde Farrow',
      'Tamsin Vell',
      'Old Peat',
      'Nuala Thorne',
      'Dorrin Ashfall',
      'Wick Tallow',
      'Sable Quill',
    ],
  },
  {
    tag: 'hunt-b',
    ns: 80.4,
    ew: 59.1,
    spread: 1.3,
    role: 'combat',
    names: [
      'Kesh ibn Rahim',
      'Jotun Small',
      'Ilka Brightwater',
      'Hroth the Damp',
      'Marrow Jack',
      'Pella Windhame',
      'Osric Tanglewood',
    ],
  },
  {
    tag: 'hunt-c',
    ns: -84.4,
    ew: -59.5,
    spread: 1.2,
    role: 'combat',
    names: [
      'Zahra al-Luq',
      'Fenn Copperlight',
      'Rook Atherton',
      'Mirel Saltmarsh',
      'Tobin Greave',
      'Asha bint Daud',
      'Quill of Lin',
      'Corvane',
    ],
  },
  {
    tag: 'hunt-d',
    ns: 4.9,
    ew: -88.8,
    spread: 1.1,
    role: 'combat',
    names: [
      'Maro Stonehush',
      'Edda Kingsley',
      'Thistle of Uziz',
      'Harl Undertow',
      'Vesper Noon',
      'Iron Lotus',
    ],
  },
  {
    tag: 'hunt-e',
    ns: 95.6,
    ew: -47.2,
    spread: 1.1,
    role: 'combat',
    names: ['Gideon Reed', 'Sunniva Vale', 'Little Wasp', 'Brannoch', 'Cassia Orr'],
  },
  {
    tag: 'hunt-f',
    ns: -36.9,
    ew: 63.4,
    spread: 1,
    role: 'combat',
    names: ['Hoshi Tanaro', 'Daigo Nine Reeds', 'Mei of Nanto', 'Taka Stillwater'],
  },
  {
    tag: 'hunt-g',
    ns: 56.9,
    ew: 47.4,
    spread: 0.9,
    role: 'combat',
    names: ['Alder Voss', 'Penrose Ashdown', 'Juniper Slate', 'Mossbeard'],
  },
  {
    tag: 'mules',
    ns: 42.1,
    ew: 33.6,
    spread: 0.3,
    role: 'town',
    names: ['Mule Amber', 'Mule Basalt', 'Mule Cinder', 'Mule Damson', 'Mule Ember'],
  },
  {
    tag: 'mules',
    ns: 26,
    ew: 48.4,
    spread: 0.3,
    role: 'town',
    names: ['Mule Flint', 'Mule Garnet', 'Mule Hazel'],
  },
  { tag: '', ns: 21.2, ew: 69, spread: 0.5, role: 'town', names: ['Keeper of the Long Lamp'] },
  { tag: '', ns: -21.5, ew: -1.8, spread: 0.6, role: 'idle', names: ['Saffron Idris'] },
  { tag: '', ns: 13.5, ew: 0.7, spread: 0.5, role: 'idle', names: ['Bashir Emberhand'] },
  { tag: '', ns: 10.4, ew: 38, spread: 0.1, role: 'travel', names: ['Rowan Hale'] },
  { tag: '', ns: -44.2, ew: 52.4, spread: 0.1, role: 'travel', names: ['Sorrel Swift'] },
  { tag: '', ns: 61.4, ew: -36, spread: 0.1, role: 'travel', names: ['Ansel Brightmoor'] },
  { tag: '', ns: -62.6, ew: 2.6, spread: 0.1, role: 'travel', names: ['Petra Longstride'] },
  { tag: '', ns: -34.6, ew: 30.2, spread: 0.1, role: 'dead', names: ['Grim Alewright'] },
  { tag: '', ns: 68.9, ew: 8.4, spread: 0.1, role: 'stale', names: ['Wren Hollowell', 'Yoshi Half-Moon'] },
]

/** What a runner covers in a second, map units. */
const RUN = 0.03
const WANDER = 0.008

export class World {
  readonly characters: Character[] = []
  private readonly random: () => number

  constructor(count: number, seed = 11) {
    this.random = randomFrom(seed)
    const cast = GROUPS.flatMap(group => group.names.map((name, i) => ({ group, name, i })))
    for (let i = 0; i < count; i++) {
      const known = cast[i]
      this.characters.push(known ? this.make(known.name, known.group) : this.extra(i))
    }
    // Everybody has been under way for a while.
    for (let i = 0; i < 30; i++) this.step(2)
  }

  /** Lets some seconds pass. */
  step(seconds: number): void {
    for (const character of this.characters) this.move(character, seconds)
  }

  private make(name: string, group: Group): Character {
    const angle = this.random() * Math.PI * 2
    const distance = Math.sqrt(this.random()) * group.spread
    const home = {
      ew: group.ew + Math.cos(angle) * distance * 1.2,
      ns: group.ns + Math.sin(angle) * distance,
    }
    const role = group.role === 'combat' && this.random() < 0.13 ? 'travel' : group.role
    const killsPerHour =
      role === 'combat' ? 640 + this.random() * 1500 : role === 'travel' ? 90 + this.random() * 500 : 0
    return {
      name,
      tag: group.tag || null,
      role,
      ...home,
      home,
      heading: this.random() * Math.PI * 2,
      kills: Math.round(killsPerHour * (2 + this.random() * 6)),
      killsPerHour,
      rares: group.tag.startsWith('hunt') && this.random() < 0.34 ? 1 + (this.random() < 0.25 ? 1 : 0) : 0,
      deaths: role === 'dead' ? 3 : Math.floor(this.random() * 3),
      silence: role === 'stale' ? 14_000 : 0,
    }
  }

  private extra(i: number): Character {
    const group = GROUPS[i % GROUPS.length]!
    const place = {
      ...group,
      tag: `band-${i % 9}`,
      ns: group.ns * 0.9 + this.random() * 6 - 3,
      ew: group.ew * 0.9,
    }
    return this.make(`Wanderer ${i} of Dereth`, { ...place, spread: 3 })
  }

  private move(character: Character, seconds: number): void {
    if (character.role === 'travel') {
      character.heading += (this.random() - 0.5) * 0.3
      if (Math.hypot(character.ew - character.home.ew, character.ns - character.home.ns) > 6)
        this.turnHome(character)
      this.advance(character, RUN * seconds)
    } else if (character.role === 'combat') {
      character.heading += (this.random() - 0.5) * 1.5
      if (Math.hypot(character.ew - character.home.ew, character.ns - character.home.ns) > 0.8)
        this.turnHome(character)
      this.advance(character, WANDER * seconds)
      if (this.random() < 0.3) character.kills += 1
    }
  }

  private turnHome(character: Character): void {
    character.heading = Math.atan2(character.home.ew - character.ew, character.home.ns - character.ns)
  }

  private advance(character: Character, distance: number): void {
    character.ew += Math.sin(character.heading) * distance
    character.ns += Math.cos(character.heading) * distance
  }
}

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
