/** What is told on every page. */
export const everywhere = {
  found: (finder: string, rare: string) => `${finder} found ${rare}`,
  look: 'Look there',
  whenRare: 'When a great rare is found',
  sound: 'A short sound',
  desktop: 'A notification of the system',
  refused: 'The browser does not allow notifications for this page.',
}
