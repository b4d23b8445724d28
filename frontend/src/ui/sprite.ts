import sprite from './icons.svg?raw'

/**
 * Puts the drawings of all icons into the page, once. As a file of their own they would be missing in the very
 * moment in which the page has to show that the server is gone.
 */
export function placeSprite(): void {
  const holder = document.createElement('div')
  holder.hidden = true
  holder.innerHTML = sprite
  document.body.prepend(holder)
}
