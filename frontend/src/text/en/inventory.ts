/** The inventory page. */
export const inventory = {
  title: 'Inventory',
}
