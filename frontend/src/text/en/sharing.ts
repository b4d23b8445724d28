/** Vitals that plugins share with each other. */
export const sharing = {
  title: 'Vital sharing',
  empty: 'Nobody shares vitals yet. A plugin that is told to share them appears here.',
  summary: (all: number, connected: number) =>
    all === 1
      ? `1 character shares, ${connected === 1 ? 'and is' : 'but is not'} connected.`
      : `${all} share, ${connected} of them connected. Each connected one is told of all others.`,
  noTag: 'Without a tag',
  members: (members: number) => `${members}`,
  connected: 'Connected',
  lost: 'Not connected: it hears of nobody',
  kinds: (kinds: readonly string[]) =>
    `shares ${kinds.map(kind => kind.replace(/_update$/, '').replaceAll('_', ' ')).join(', ') || 'nothing known'}`,
  bars: { health: 'Health', stamina: 'Stamina', mana: 'Mana' },
}
