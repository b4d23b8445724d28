const ATTACKS: Record<string, string> = { melee: 'Melee', missile: 'Missile', magic: 'Magic' }

/** The window of a character's fights. */
export const combat = {
  title: 'Combat',
  views: { session: 'This session', ever: 'Ever', hours: 'By hour' },
  empty: {
    session: 'No fight has been told of yet. The plugin reports while the character hunts.',
    ever: 'No fight has been told of yet. What each session came to is summed up here.',
  },
  given: 'Damage given',
  received: 'received',
  kills: 'Kills',
  hits: 'Hits',
  crits: 'Crits',
  surges: 'Surges',
  aetheria: 'aetheria',
  cloak: 'cloak',
  chart: 'Chart',
  charts: { damage: 'Damage a minute', kills: 'Kills an hour', days: 'Kills a day' },
  series: { given: 'given', received: 'received' },
  damageEmpty: 'Damage a minute appears here with the second report that arrives while this page is open.',
  killsEmpty: 'It has killed nothing in that time.',
  creature: 'Creature',
  givenTo: 'Given',
  receivedFrom: 'Received',
  only: (name: string) => `Kinds of damage with ${name} only`,
  all: (count: number) => `All ${count} creatures`,
  kind: 'Kind of damage',
  kindWith: (name: string) => `Kind of damage, ${name}`,
  tries: 'tries',
  missed: 'missed',
  evaded: 'Of its tries missed, or of theirs evaded or resisted',
  mean: 'mean',
  meanLong: 'Damage of a hit on average',
  highest: 'highest',
  attack: (own: boolean, attack: string, element: string) =>
    `${ATTACKS[attack.toLowerCase()] ?? attack}${own ? '' : ' on you'}, ${element.toLowerCase()}`,
  spans: { day: '24 h', week: '7 days' },
  span: 'Within',
  hour: 'Hour',
  perHour: 'per hour',
  deaths: 'deaths',
  rares: 'rares',
  tapers: 'tapers',
  hoursEmpty: 'It was not online in that time.',
  percent: (share: number) => `${(share * 100).toFixed(1)} %`,
  lasted: (seconds: number) => {
    const minutes = Math.floor(seconds / 60)
    const hours = Math.floor(minutes / 60)
    if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`
    return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`
  },
}
