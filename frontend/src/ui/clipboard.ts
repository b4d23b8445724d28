/**
 * Copies a text. Tells whether it worked. The clipboard proper exists on https and localhost only, and this
 * page is often opened over plain http inside a house: there a selected field is copied the old way.
 */
export async function copy(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    return copySelected(value)
  }
}

function copySelected(value: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = value
  field.className = 'unseen'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return done
}
