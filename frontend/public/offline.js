// Looks every few seconds whether the server is back, and then shows the page that was asked for.
const EVERY = 5000

async function look() {
  try {
    const answer = await fetch('/healthz', { cache: 'no-store' })
    if (answer.ok) return location.reload()
  } catch {
    // Not yet.
  }
  document.getElementById('wait').textContent = `Not yet, at ${new Date().toLocaleTimeString()}.`
}

document.getElementById('again').addEventListener('click', () => location.reload())
addEventListener('online', look)
setInterval(() => document.hidden || look(), EVERY)
