// Runs before the first paint, so that nobody sees the other theme flash by.
// A file of its own, because the content policy allows no script inside the page.
// The rule is the one of src/ui/theme.ts.
;(() => {
  let wish = null
  try {
    wish = localStorage.getItem('theme')
  } catch {
    // Storage may be forbidden: then the system decides.
  }
  const light = wish === 'light' || (wish !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches)
  document.documentElement.dataset.theme = light ? 'light' : 'dark'
})()
