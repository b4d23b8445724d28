/** The suit builder's page. */
export const suits = {
  title: 'Suits',
}
