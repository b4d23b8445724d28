import type { Demand } from '../../suits/answer'
import type { Difference } from '../../suits/compare'
import type { Group } from '../../suits/grid'
import type { Criterion, Minimum, Reduction, SetMode, Tier, WishFault } from '../../suits/wish'
import { number } from '../en'

const tiers: Record<Tier, string> = {
  feeble: 'Feeble',
  minor: 'Minor',
  moderate: 'Moderate',
  major: 'Major',
  epic: 'Epic',
  legendary: 'Legendary',
}

/** As the heads of columns and in sentences. */
const criteria: Record<Criterion | 'classic', string> = {
  cantrips: 'Cantrips',
  set_pieces: 'Set pieces',
  crit_damage_rating: 'Crit damage',
  damage_rating: 'Damage',
  total_rating: 'All ratings',
  armor_level: 'Armor level',
  fewest_owners: 'Few givers',
  fewest_reductions: 'Few reductions',
  damage_resist_rating: 'Damage resist',
  crit_rating: 'Crit',
  crit_resist_rating: 'Crit resist',
  crit_damage_resist_rating: 'Crit damage resist',
  heal_boost_rating: 'Heal boost',
  vitality_rating: 'Vitality',
  classic: 'The old score',
}

/** The suit builder's page. */
export const suits = {
  title: 'Suits',
  steps: { wish: 'Wish', suit: 'Suit', list: 'List' },
  tiers,
  columns: { minor: 'Min', moderate: 'Mod', major: 'Maj', epic: 'Epic', legendary: 'Leg' },
  criteria,
  rating: (name: string) => criterion(name),

  wish: {
    label: 'The wish',
    unnamed: 'A wish of yours',
    choose: 'Presets and your wishes',
    presets: 'Presets',
    presetTier: 'At least',
    yours: 'Your wishes',
    noneYet: 'Keep a wish here and it can be had again with one click, in this browser.',
    keepAs: 'Keep this wish as',
    keep: 'Keep',
    forget: (name: string) => `Forget ${name}`,
    forgotten: (name: string) => `${name} is forgotten.`,
    clear: 'Begin anew',
    cleared: 'The wish is empty.',
    paste: 'Paste wish',
    pasteHint: 'The address of a wish or of a saved suit, or a request as JSON.',
    take: 'Take it',
    pasteBad: 'This is neither an address of this page nor a request.',
    pasteOdd: (odd: string[]) => `Taken, but for what could not be read: ${odd.join(', ')}.`,
    asJson: 'Copy as JSON',
    copiedJson: 'The request is copied.',
  },

  grid: {
    label: 'Cantrips by line and tier',
    head: (wanted: number) => (wanted === 0 ? 'Cantrips' : `Cantrips, ${wanted} wanted`),
    groups: {
      attributes: 'Attributes',
      skills: 'Skills',
      body: 'Body',
      crafts: 'Crafts and the rest',
      banes: 'Banes',
      other: 'On weapons and quest pieces',
    } satisfies Record<Group, string>,
    all: (more: number) => `${more} more lines`,
    fewer: 'Fewer lines',
    allAt: (tier: Tier) => `All wanted lines: at least ${tiers[tier]}`,
    cell: (name: string, tier: Tier, state: 'least' | 'above' | 'below' | 'none' | 'absent') =>
      `${name}, ${tiers[tier]}: ${
        {
          least: 'the least that is wanted',
          above: 'would do as well',
          below: 'not enough',
          none: 'not wanted',
          absent: 'there is none',
        }[state]
      }`,
    menu: (name: string) => `${name}: tier, weight and whether it is required`,
    least: 'At least',
    notWanted: 'not wanted',
    weight: 'Weight',
    weightHint: 'Counts as so many others.',
    required: 'Required: no suit without it',
    requiredMark: 'required',
    weightMark: (weight: number) => `×${number(weight)}`,
    keys: 'Arrows move, Space sets, R requires, + and − weigh, Delete takes out.',
    remove: 'Take it out',
    unknown: 'This server knows no such line.',
  },

  sets: {
    label: 'Sets',
    primary: 'First set',
    secondary: 'Second set',
    none: 'No set',
    loot: 'Of looted armor',
    other: 'Other sets',
    number: (id: number) => `Set ${id}`,
    byNumber: 'Set by its number',
    count: (which: string) => `${which}: pieces`,
    more: 'One more',
    fewer: 'One fewer',
    modes: { prefer: 'Prefer', require: 'Require', strict: 'Only these' } satisfies Record<SetMode, string>,
    mode: 'How much the sets matter',
    modeHints: {
      prefer: 'As many pieces as go together with what matters more',
      require: 'No suit with fewer',
      strict: 'Armor of these sets or of none',
    } satisfies Record<SetMode, string>,
  },

  people: {
    wearer: 'Wearer',
    nobody: 'Nobody in particular',
    level: (name: string, level: number | null) => (level === null ? name : `${name}, level ${level}`),
    unknown: (name: string) => `${name}, no inventory here`,
    givers: 'Givers',
    all: (all: number) => count(all, 'character', 'characters'),
    some: (some: number, all: number) => `${some} of ${count(all, 'character', 'characters')}`,
    find: 'Find a character',
    everybody: 'All',
    none: 'None',
    only: (name: string) => `Only ${name}`,
    onlyShort: 'only',
    items: (items: number) => `${number(items)} items`,
    seen: (at: string) => `seen ${at}`,
    worn: 'what they wear',
    carried: 'what they carry',
    take: 'Take',
    nothingFound: 'No name contains this.',
  },

  least: {
    label: 'At least',
    none: 'nothing',
    title: 'A suit must have at least',
    short: {
      armor_level: 'AL',
      crit_damage_rating: 'crit damage',
      damage_rating: 'damage',
      total_rating: 'ratings',
      damage_resist_rating: 'damage resist',
      crit_rating: 'crit',
      crit_resist_rating: 'crit resist',
      crit_damage_resist_rating: 'crit damage resist',
      heal_boost_rating: 'heal boost',
      vitality_rating: 'vitality',
    } satisfies Record<Minimum, string>,
  },

  reduction: {
    label: 'Reduce',
    hint: 'What a tailor may do with looted armor of several slots',
    kinds: { none: 'Never', retail: 'Retail', ace: 'ACE' } satisfies Record<Reduction, string>,
  },

  aims: {
    button: 'Order of aims',
    title: 'What matters most comes first',
    help: 'Drag, or use the arrows. An aim counts only where all above it are equal.',
    unused: 'Not an aim',
    up: (name: string) => `${name}: up`,
    down: (name: string) => `${name}: down`,
    off: (name: string) => `${name}: no longer an aim`,
    on: (name: string) => `${name}: an aim, the last`,
    moved: (name: string, place: number) => `${name} is number ${place} now.`,
    usual: 'The usual order',
    classic: 'The old score',
    classicHint: 'Sums points as the service before this one did, to compare.',
  },

  more: {
    label: 'More',
    slots: 'Slots to fill',
    allSlots: 'All 22',
    usualSlots: 'The usual 17',
    time: 'Time for a search',
    seconds: 's',
    top: 'Suits to list',
    crit: 'Crit damage a piece of armor may have',
    critKinds: ['none', '1', '2 and more'],
    clothing: 'Damage rating of shirt and pants, at least',
    locked: 'Locked pieces',
    excluded: 'Excluded pieces',
    noLocked: 'None. Click a slot of the suit to lock its piece.',
    noExcluded: 'None.',
    allow: (name: string) => `Allow ${name} again`,
    unlock: (name: string) => `Let go of ${name}`,
    item: (id: number) => `Item ${id}`,
    changed: (changes: number) => (changes === 0 ? '' : `${changes} set`),
  },

  search: {
    first: 'Search',
    again: 'Search again',
    searching: 'Searching',
    stop: 'Stop here',
    changed: 'The wish has changed since.',
  },

  faults: {
    nothing: 'Say what the suit is for: choose cantrips, a set or an order of aims.',
    nobody: 'Choose at least one giver.',
    neither: 'Take what they wear, what they carry, or both.',
    noSlot: 'Choose at least one slot.',
    sameSet: 'Both sets are the same.',
    noAim: 'Choose at least one aim.',
    noCrit: 'Allow at least one kind.',
  } satisfies Record<WishFault, string>,
  sentence,

  proof: {
    label: 'How good the suit is known to be',
    idle: 'Say what the suit is for.',
    idleDetail: 'Take a preset or click cantrips, then search.',
    notYet: 'Not searched yet.',
    searching: 'Searching.',
    waiting: 'Looking through what everybody has.',
    soFar: 'Best so far.',
    proved: (ms: number) => `Best possible: proved in ${span(ms)}.`,
    all: (wanted: number) => (wanted === 0 ? '' : `All ${count(wanted, 'cantrip', 'cantrips')} reached.`),
    noMore: 'No suit of these pieces reaches more.',
    explaining: 'Looking for what would make it better …',
    boundCantrips: (most: number, reached: number) =>
      `At most ${count(most, 'cantrip', 'cantrips')} can be reached; this suit reaches ${reached}.`,
    boundWeight: (most: number, whole: number, reached: number) =>
      `At most a weight of ${most} of ${whole} can be reached; this suit reaches ${reached}.`,
    bound: (name: string, most: number) => `${criterion(name)}: at most ${number(most)} can be reached.`,
    boundFew: (name: string, least: number) => `${criterion(name)}: at least ${number(least)}.`,
    settled: 'Cantrips are settled.',
    stopped: (ms: number) => `Stopped after ${span(ms)}.`,
    time: (ms: number) => `Not proved: the ${span(ms)} for it are over.`,
    memory: 'Not proved: the search was stopped by the bound on its memory.',
    memoryDetail: 'Fewer givers or fewer slots make it smaller.',
    nodes: 'Not proved: the search was stopped by the bound on its size.',
    nothing: 'Nothing found until then.',
    longer: (ms: number) => `Search for ${span(ms)}`,
    none: 'No suit satisfies this.',
    noneSought: 'Looking for what stands in the way …',
    noneOne: 'It cannot be met:',
    noneTogether: 'These cannot hold together:',
    noneUnknown: 'What stands in the way was not found out in time.',
    drop: 'Drop',
    dropIt: (what: string) => `Drop ${what} and search again`,
    away: 'The server does not answer.',
    cut: 'The connection ended before the search did.',
    kept: 'Your wish and what was found are still here.',
    refused: (message: string) => sentence(message),
    again: 'Try again',
    busy: 'Many people search at this moment.',
    busyFor: (seconds: number) =>
      seconds > 0 ? `It is tried again in ${count(seconds, 'second', 'seconds')}.` : 'It is tried again now.',
    spent: (ms: number, limit: number) => `${span(ms)} of ${span(limit)}`,
    states: (nodes: number) => count(nodes, 'state', 'states'),
    pieces: (pieces: number, characters: number) =>
      `${count(pieces, 'piece', 'pieces')} of ${count(characters, 'character', 'characters')}`,
    left: (left: number) => `${number(left)} left after comparing`,
    notes: (notes: number) => count(notes, 'note', 'notes'),
    notesTitle: 'Worth knowing',
    gauge: (reached: number, wanted: number, most: number | null) =>
      most === null
        ? `${reached} of ${wanted} reached`
        : `${reached} of ${wanted} reached, at most ${most} can be`,
  },

  demand: (demand: Demand, say: { cantrip: string; set: string }): string =>
    ({
      cantrips: `the required ${say.cantrip}`,
      primary_set: say.set,
      secondary_set: say.set,
      set_mode: 'only armor of these sets',
      excluded: 'the excluded pieces',
      slots: 'only the slots asked for',
      reduction: 'what the tailor may do',
      allowed_crit_damage: 'the crit damage that armor may have',
      clothing_min_damage_rating: 'the damage rating of shirt and pants',
      target: 'the wearer, who cannot wear everything',
    })[demand.field.split('.')[0] ?? ''] ?? demand.text,
  demandSet: (pieces: number, name: string) => `${count(pieces, 'piece', 'pieces')} of ${name}`,
  demandLeast: (name: string, least: number) => `${criterion(name)} of at least ${number(least)}`,

  doll: {
    label: 'The suit, slot by slot',
    al: 'AL',
    alHint: 'Base armor level: without spells in force and tinkering',
    own: 'worn already',
    ownPacked: 'in the pack',
    wornBy: (owner: string) => `${owner} wears it`,
    nothing: 'nothing found',
    notAsked: 'not asked',
    goesOn: (slot: string) => `with ${slot}`,
    locked: 'locked',
    lost: 'nobody has it',
    lostHere: (name: string, owner: string) => `${name} of ${owner} is locked, but is in no inventory.`,
    lockedHere: (name: string, owner: string) => `${name} of ${owner} is locked here.`,
    reduced: 'reduced',
    reducedFrom: (slots: string) => `Reduced from ${slots}`,
    cell: (slot: string, what: string) => `${slot}: ${what}`,
    lock: 'Lock it here',
    unlock: 'Let go of it',
    letGo: 'Let go',
    exclude: 'Exclude this piece',
    notFrom: (owner: string) => `Take nothing from ${owner}`,
    ask: 'Ask for this slot',
    askNot: 'Do not ask for this slot',
    cantrips: 'Cantrips',
    noCantrips: 'No cantrips',
    wanted: 'wanted',
    set: 'Set',
    ratings: 'Ratings',
    owner: 'Owner',
    empty: 'No piece for this slot makes the suit better.',
    waits: 'The best suit shows here, slot by slot, as soon as the first is found.',
  },

  summary: {
    sets: (worn: number, wanted: number) => `${worn} of ${wanted}`,
    noSets: 'No set is asked for.',
    reached: (reached: number, wanted: number) => `${reached} of ${wanted} reached`,
    weight: (reached: number, whole: number) => `${number(reached)} of ${number(whole)} by weight`,
    missing: 'Missing',
    nothingMissing: 'Everything wanted is there.',
    noneWanted: 'No cantrip is asked for.',
    isMissing: (cantrip: string) => `${cantrip} is missing`,
    noPiece: (characters: number) =>
      characters === 1
        ? 'The one character asked has no piece with it.'
        : `None of the ${number(characters)} characters has a piece with it.`,
    bestIs: (tier: Tier) => `No piece has it. The best there is: ${tiers[tier]}.`,
    conflict: 'There is no suit with it.',
    askFor: (tier: Tier) => `Ask for ${tiers[tier]}`,
    costs: (pieces: number, cost: string) =>
      `${count(pieces, 'piece has it', 'pieces have it')}. With it: ${cost}.`,
    costsNothing: (pieces: number) =>
      `${count(pieces, 'piece has it', 'pieces have it')}. It would cost nothing but other pieces.`,
    require: 'Require it',
    doWithout: 'Do without',
    unexplained: 'Why, is said at the end of the search.',
    unexplainedKept: 'It was missing when the suit was saved. A search says why.',
    unexplainedOther: 'Why, is said of the first suit.',
    cantrip: ({ tier, name }: { tier: Tier; name: string }) => `${tiers[tier]} ${name}`,
  },

  worth: {
    looking: 'Worth looking for',
    hunting: 'Worth hunting or trading for',
    of: (owner: string) => `of ${owner}`,
    why: {
      'not among the characters asked for': 'who may not give',
      'worn now': 'worn now',
      'in a pack': 'in a pack',
      excluded: 'excluded',
    } as Record<string, string>,
    would: (gain: string) => `would bring ${gain}`,
    act: {
      'not among the characters asked for': (owner: string) => `Let ${owner} give`,
      'worn now': () => 'Take what is worn too',
      'in a pack': () => 'Take what is carried too',
      excluded: () => 'Allow it again',
    } as Record<string, (owner: string) => string>,
    plain: 'a plain piece',
    noneLooking: 'Nobody else has a piece that would make it better.',
    noneHunting: 'Nothing is missing that one piece could bring.',
    soon: 'It is looked for once the best suit is known.',
    inSet: (set: string) => `of ${set}`,
  },

  list: {
    label: 'Suits found',
    found: (suits: number) => count(suits, 'suit', 'suits'),
    soFar: (suits: number) => `${count(suits, 'suit', 'suits')} so far`,
    saved: 'Saved',
    hint: 'differences from the first',
    heads: { cantrips: 'Cantrips', sets: 'Sets', crit: 'CD', al: 'AL' },
    critHint: 'Crit damage rating',
    of: (reached: number, wanted: number) => `${reached} of ${wanted}`,
    best: 'the best possible',
    first: 'the best so far',
    after: (ms: number) => `found after ${span(ms)}`,
    other: (slots: string) => `other ${slots}`,
    same: 'other pieces, worth the same',
    compare: 'Compare with the suit that is shown',
    none: 'No suits yet.',
    noneDetail: 'Suits are listed here, the best first, each with what differs from it.',
    show: (rank: number) => `Show suit ${rank}`,
  },

  compare: {
    title: (a: string, b: string) => `${a} and ${b}`,
    suit: (rank: number) => `Suit ${rank}`,
    close: 'Back to the suit',
    slot: 'Slot',
    only: 'Only here',
    same: 'the same',
    onlyDiffering: 'Only what differs',
    givers: 'Givers',
    reductions: 'Reductions',
  },

  difference: (difference: Difference): string => {
    const { of, by } = difference
    if (of.kind === 'cantrip') return `${by > 0 ? '+' : '−'}${short(of.name)}`
    if (of.kind === 'set') return `${signed(by)} of ${of.name ? of.name.replace(/ Set$/, '') : of.set}`
    if (of.criterion === 'fewest_owners') return fewerOrMore(by, 'giver', 'givers')
    if (of.criterion === 'fewest_reductions') return fewerOrMore(by, 'reduction', 'reductions')
    if (of.criterion === 'cantrips') return `${signed(by)} ${Math.abs(by) === 1 ? 'cantrip' : 'cantrips'}`
    if (of.criterion === 'set_pieces')
      return `${signed(by)} ${Math.abs(by) === 1 ? 'set piece' : 'set pieces'}`
    if (of.criterion === 'armor_level') return `${signed(by)} AL`
    if (of.criterion === 'total_rating') return `${signed(by)} ${Math.abs(by) === 1 ? 'rating' : 'ratings'}`
    return `${signed(by)} ${criterion(of.criterion).toLowerCase()}`
  },
  short,

  handOver: {
    title: (name: string) => (name ? `Hand-over to ${name}` : 'Hand-over'),
    givers: (givers: number, pieces: number) =>
      `${count(givers, 'giver', 'givers')}, ${count(pieces, 'piece', 'pieces')}`,
    copy: 'Copy, grouped by owner',
    copyLong: 'Copy hand-over list',
    copied: 'The hand-over list is copied.',
    notCopied: 'The browser does not let this page copy.',
    nothing: 'Nothing to hand over: the wearer has it all.',
    worn: 'worn now',
    reduce: (slot: string) => `reduce to ${slot}`,
  },

  link: {
    button: 'Link',
    copied: 'The link is copied. Whoever opens it searches for the same suit.',
    copiedSuit: 'The link to this saved suit is copied.',
    tooLong: 'This wish is too long for a link. It is copied as JSON instead, to be pasted.',
  },

  save: {
    button: 'Save',
    name: 'Name of the suit',
    usual: (target: string) => (target ? `Suit of ${target}` : 'Suit'),
    submit: 'Save the suit',
    saving: 'Saving …',
    done: (name: string) => `${name} is saved.`,
    copyLink: 'Copy its link',
    denied: 'Saving needs the permission to edit.',
    failed: (message: string) => `Not saved: ${message}`,
    away: 'Not saved: the server does not answer.',
  },

  saved: {
    label: 'Saved suits',
    none: 'No suit is saved yet.',
    noneDetail:
      'Save one, and it is kept here with its wish. It tells when a piece has moved or a better suit exists.',
    by: (author: string | null, when: string) => (author ? `${author}, ${when}` : when),
    open: (name: string) => `Show ${name}`,
    checking: 'Looking what has changed …',
    look: 'Look what has changed',
    unchanged: 'As it was, and still the best.',
    unchangedUnknown: 'As it was. Whether there is a better one was not found out in time.',
    better: (gain: string) => `Could be better: ${gain}`,
    betterPlain: 'Could be better now.',
    notWearable: 'Cannot be worn like this any more.',
    kinds: { gone: 'gone', moved: 'moved', changed: 'changed', barred: 'cannot be worn' } as Record<
      string,
      string
    >,
    remove: (name: string) => `Delete ${name}`,
    removed: (name: string) => `${name} is deleted.`,
    notRemoved: (name: string, why: string) => `${name} is not deleted: ${why}`,
    showing: (name: string) => `Saved: ${name}.`,
    missing: 'This suit is not saved here any more.',
    more: 'Older ones',
    find: 'Search for the best now',
  },

  states: {
    noInventories: 'Nobody’s inventory is here yet',
    noInventoriesLead: 'Suits are made of what characters own. Their inventories come by themselves:',
    fromPlugin: 'From the game',
    fromPluginDetail:
      'The plugin sends the whole inventory of a character that logs in, and its changes from then on. Log in each character once.',
    fromFile: 'From Mag-Tools',
    fromFileDetail: 'Whoever runs the server can take in the inventory files that Mag-Tools has written.',
    tryOut: 'Or try it out',
    tryOutDetail: 'Plays twenty made-up characters with full packs against this server until you stop it.',
    lookAgain: 'Look again',
    denied: 'This page needs the permission to view',
    deniedDetail: 'Whoever runs this server can give it to you.',
    away: 'The server does not answer',
    awayDetail: 'The page goes on by itself once the server is back.',
  },
  span,
}

/** Names of lines without the word that most skills end with. */
function short(name: string): string {
  return SHORT[name] ?? name.replace(/ (Aptitude|Prowess|Expertise)$/, '')
}

const SHORT: Record<string, string> = {
  'Alchemical Prowess': 'Alchemy',
  'Arcane Prowess': 'Arcane Lore',
  'Salvaging Aptitude': 'Salvaging',
  'Heavy Weapon Aptitude': 'Heavy Weapons',
  'Light Weapon Aptitude': 'Light Weapons',
  'Finesse Weapon Aptitude': 'Finesse Weapons',
  'Missile Weapon Aptitude': 'Missile Weapons',
  'Armor Tinkering Expertise': 'Armor Tinkering',
}

function criterion(name: string): string {
  return (criteria as Record<string, string>)[name] ?? name
}

function sentence(message: string): string {
  const text = message.trim().replace(/[.\s]+$/, '')
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function signed(value: number): string {
  return value > 0 ? `+${number(value)}` : number(value)
}

function fewerOrMore(by: number, one: string, many: string): string {
  const n = Math.abs(by)
  return `${n === 1 ? 'one' : number(n)} ${n === 1 ? one : many} ${by < 0 ? 'fewer' : 'more'}`
}

function count(value: number, one: string, many: string): string {
  return `${number(value)} ${value === 1 ? one : many}`
}

/** How long something took. */
function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}
