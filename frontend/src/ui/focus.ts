/** As a ref: takes the focus as it appears, because somebody has just asked for it. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus()
}
