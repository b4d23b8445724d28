/** The window of what the spells on worn pieces do. */
export const cantrips = {
  title: 'Cantrips',
  views: { pieces: 'By piece', lines: 'By cantrip' },
  empty:
    'What is cast on the equipment has not been told of yet. The plugin reports it while the character is in the world.',
  nothing: 'None of the worn pieces has a spell.',
  atWork: (active: number) => `${active} at work`,
  idle: (idle: number) => `${idle} not`,
  isAtWork: 'at work',
  isIdle: 'not at work',
  onto: (piece: string, slot: string | null) => (slot ? `${piece}, ${slot}` : piece),
  besides: (names: string) => `also on ${names}`,
}
