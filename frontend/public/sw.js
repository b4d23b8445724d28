// Keeps one page for the moment in which the server cannot be reached. Everything else goes to the server as it
// would without this: what is live must never come out of a store.
const STORE = 'offline-1'
const PAGE = '/offline.html'
const KEPT = [PAGE, '/offline.css', '/offline.js', '/mark.svg']

self.addEventListener('install', event => {
  event.waitUntil(caches.open(STORE).then(store => store.addAll(KEPT)))
  self.skipWaiting()
})

self.addEventListener('activate', event => {
  const old = names => names.filter(name => name !== STORE).map(name => caches.delete(name))
  event.waitUntil(caches.keys().then(names => Promise.all(old(names))))
  self.clients.claim()
})

self.addEventListener('fetch', event => {
  const { request } = event
  const { pathname, origin } = new URL(request.url)
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)))
  } else if (request.method === 'GET' && origin === self.location.origin && KEPT.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(pathname)))
  }
})
