// The light page: the list, and the poll that feeds it and the map. Written for old browsers.
;(function () {
  'use strict'

  var EVERY = 5000
  var WORDS = {
    combat: 'Combat',
    travel: 'Travelling',
    town: 'In town',
    idle: 'Idle',
    dead: 'Dead',
    stale: 'Silent',
  }

  var map = window.classicMap
  var list = document.getElementById('list')
  var filter = document.getElementById('filter')
  var state = document.getElementById('state')
  var people = []
  var chosen = null
  var sort = { by: 'perHour', descending: true }
  var timer = null

  function get(path, read, failed) {
    var request = new XMLHttpRequest()
    request.open('GET', path)
    request.timeout = 10000
    request.setRequestHeader('Accept', 'application/json')
    request.onload = function () {
      if (request.status === 401) window.location.href = '/login?next=/classic'
      else if (request.status === 200) read(request.responseText)
      else failed('The server answers with an error (' + request.status + ')')
    }
    request.onerror = request.ontimeout = function () {
      failed('The server does not answer')
    }
    request.send()
  }

  function poll() {
    if (timer) window.clearTimeout(timer)
    timer = null
    if (document.hidden) return
    get('/api/live', readPeople, tell)
    get('/api/total-kills', readToday, function () {})
    timer = window.setTimeout(poll, EVERY)
  }

  function tell(problem) {
    state.textContent = problem
    state.className = 'bad'
  }

  function number(value) {
    return typeof value === 'number' ? value : null
  }

  function readPeople(text) {
    people = (JSON.parse(text).players || []).map(function (row) {
      var person = {
        name: String(row.character_name),
        tag: row.char_tag ? String(row.char_tag) : '',
        state: String(row.state),
        ew: number(row.ew),
        ns: number(row.ns),
        perHour: number(row.kills_per_hour),
        kills: number(row.kills),
        rares: number(row.session_rares),
      }
      person.place = map.onMap(person)
        ? map.coordinates(person.ns, person.ew)
        : person.ew === null
          ? ''
          : 'indoors'
      return person
    })
    state.textContent = 'Live'
    state.className = ''
    document.getElementById('online').textContent = people.length + ' online'
    document.title = people.length + ' online · Mosswart Overlord, classic'
    map.setPeople(people)
    show()
  }

  function readToday(text) {
    document.getElementById('today').textContent = group(JSON.parse(text).today) + ' kills today'
  }

  // From a million on three digits and a letter: all of them would not fit.
  function brief(value) {
    if (value === null || Math.abs(value) < 1e6) return group(value)
    return (value / 1e6).toPrecision(3) + 'M'
  }

  function group(value) {
    return value === null ? '–' : String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
  }

  function inOrder(a, b) {
    var left = a[sort.by]
    var right = b[sort.by]
    if (left === right) return a.name < b.name ? -1 : 1
    // What is not known comes last, whichever way the list goes.
    if (left === null || left === '') return 1
    if (right === null || right === '') return -1
    return (left < right ? -1 : 1) * (sort.descending ? -1 : 1)
  }

  function show() {
    var wanted = filter.value.toLowerCase()
    var rows = people.filter(function (person) {
      return (person.name + ' ' + person.tag).toLowerCase().indexOf(wanted) >= 0
    })
    var focused = document.activeElement && document.activeElement.getAttribute('data-name')
    list.textContent = ''
    rows.sort(inOrder).forEach(function (person) {
      list.appendChild(row(person, focused))
    })
    document.getElementById('empty').hidden = people.length > 0
  }

  function row(person, focused) {
    var line = document.createElement('tr')
    if (person.name === chosen) line.className = 'on'
    var name = document.createElement('button')
    name.type = 'button'
    name.dir = 'auto'
    name.textContent = person.name
    name.setAttribute('data-name', person.name)
    name.setAttribute('aria-pressed', String(person.name === chosen))
    name.onclick = function () {
      choose(person.name === chosen ? null : person.name)
    }
    line.appendChild(cell('', name))
    line.appendChild(cell(person.state, WORDS[person.state] || person.state))
    line.appendChild(cell('number', brief(person.perHour)))
    line.appendChild(cell('number', brief(person.kills)))
    line.appendChild(cell('number', person.rares ? group(person.rares) : ''))
    line.appendChild(cell('', person.place || '–'))
    if (focused === person.name)
      window.setTimeout(function () {
        name.focus()
      }, 0)
    return line
  }

  function cell(kind, content) {
    var box = document.createElement('td')
    box.className = kind
    if (typeof content === 'string') {
      box.textContent = content
      box.title = content
    } else box.appendChild(content)
    return box
  }

  function choose(name) {
    chosen = name
    map.choose(name)
    show()
  }

  function listen() {
    filter.oninput = show
    map.onChoose(choose)
    document.addEventListener('visibilitychange', poll)
    var heads = document.querySelectorAll('[data-sort]')
    Array.prototype.forEach.call(heads, function (head) {
      head.onclick = function () {
        var by = head.getAttribute('data-sort')
        var words = by === 'name' || by === 'state' || by === 'place'
        sort = { by: by, descending: sort.by === by ? !sort.descending : !words }
        Array.prototype.forEach.call(heads, function (each) {
          var on = each === head ? (sort.descending ? 'descending' : 'ascending') : 'none'
          each.parentNode.setAttribute('aria-sort', on)
        })
        show()
      }
    })
  }

  function readTowns(text) {
    map.setTowns(
      text
        .split('\n')
        .slice(1)
        .filter(Boolean)
        .map(function (line) {
          var parts = line.split('\t')
          return { name: parts[0], ns: Number(parts[1]), ew: Number(parts[2]) }
        })
    )
  }

  listen()
  get(
    '/classic/land.geojson',
    function (text) {
      map.setLand(JSON.parse(text))
    },
    tell
  )
  get('/classic/towns.tsv', readTowns, tell)
  poll()
})()
