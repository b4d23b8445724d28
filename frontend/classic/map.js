// The light page's map: one canvas, drawn anew when something has changed. Written for old browsers.
;(function () {
  'use strict'

  var DARK = {
    sea: '#0b1013',
    land: '#24342c',
    shore: '#5f7a6b',
    town: '#b4b8b1',
    halo: '#0b1013',
    on: '#dcb562',
  }
  var LIGHT = {
    sea: '#cdd8d6',
    land: '#e0dbbd',
    shore: '#6d6a4e',
    town: '#4d4a40',
    halo: '#f4efe4',
    on: '#7a5310',
  }
  var STATES = {
    dark: {
      combat: '#66c7b0',
      travel: '#86b6ea',
      town: '#c8c2ae',
      idle: '#e99a5f',
      dead: '#f4847a',
      stale: '#93a09f',
    },
    light: {
      combat: '#0c6b57',
      travel: '#1d5796',
      town: '#5d574a',
      idle: '#8c4412',
      dead: '#a62a22',
      stale: '#625e52',
    },
  }
  var SHARPEST = 2
  // Farther out than this, in map units, one is in a dungeon.
  var EDGE = 102
  var NEAR = 12

  var canvas = document.getElementById('land')
  var context = canvas.getContext('2d')
  var night = !(window.matchMedia && window.matchMedia('(prefers-color-scheme: light)').matches)
  var colours = night ? DARK : LIGHT
  var states = night ? STATES.dark : STATES.light
  var view = { ew: 0, ns: 0, scale: 0 }
  var rings = []
  var towns = []
  var people = []
  var chosen = null
  var waiting = false
  // Where labels stand in this frame, so that none covers another.
  var taken = []
  var onChoose = function () {}

  function wake() {
    if (waiting) return
    waiting = true
    window.requestAnimationFrame(draw)
  }

  function fit() {
    var sharp = Math.min(SHARPEST, window.devicePixelRatio || 1)
    canvas.width = canvas.clientWidth * sharp
    canvas.height = canvas.clientHeight * sharp
    context.setTransform(sharp, 0, 0, sharp, 0, 0)
    if (view.scale === 0) all()
    wake()
  }

  function all() {
    view = { ew: 0, ns: 0, scale: Math.min(canvas.clientWidth, canvas.clientHeight) / (2 * EDGE) }
    wake()
  }

  function x(ew) {
    return canvas.clientWidth / 2 + (ew - view.ew) * view.scale
  }

  function y(ns) {
    return canvas.clientHeight / 2 - (ns - view.ns) * view.scale
  }

  function zoom(by, atX, atY) {
    var ew = view.ew + (atX - canvas.clientWidth / 2) / view.scale
    var ns = view.ns - (atY - canvas.clientHeight / 2) / view.scale
    view.scale = Math.max(1, Math.min(400, view.scale * by))
    view.ew = ew - (atX - canvas.clientWidth / 2) / view.scale
    view.ns = ns + (atY - canvas.clientHeight / 2) / view.scale
    wake()
  }

  function draw() {
    waiting = false
    context.fillStyle = colours.sea
    context.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight)
    drawLand()
    context.font = '11px Roboto, "Segoe UI", Arial, sans-serif'
    context.textBaseline = 'middle'
    taken = []
    people.forEach(drawPerson)
    if (view.scale > 3) towns.forEach(drawTown)
  }

  function drawLand() {
    context.beginPath()
    rings.forEach(function (ring) {
      for (var i = 0; i < ring.length; i++) {
        if (i === 0) context.moveTo(x(ring[i][0]), y(ring[i][1]))
        else context.lineTo(x(ring[i][0]), y(ring[i][1]))
      }
      context.closePath()
    })
    context.fillStyle = colours.land
    context.strokeStyle = colours.shore
    context.fill('evenodd')
    context.stroke()
  }

  function drawTown(town) {
    context.fillStyle = colours.town
    context.fillRect(x(town.ew) - 2, y(town.ns) - 2, 4, 4)
    label(town.name, x(town.ew) + 6, y(town.ns), colours.town)
  }

  function drawPerson(person) {
    if (!onMap(person)) return
    var colour = states[person.state] || states.travel
    context.beginPath()
    context.arc(x(person.ew), y(person.ns), person.name === chosen ? 6 : 4, 0, 2 * Math.PI)
    context.fillStyle = colour
    context.fill()
    context.strokeStyle = person.name === chosen ? colours.on : colours.halo
    context.lineWidth = 2
    context.stroke()
    context.lineWidth = 1
    if (person.name === chosen || people.length <= 40 || view.scale > 12)
      label(person.name, x(person.ew) + 9, y(person.ns), person.name === chosen ? colours.on : colour)
  }

  function label(text, atX, atY, colour) {
    var right = atX + context.measureText(text).width
    for (var i = 0; i < taken.length; i++) {
      var box = taken[i]
      if (atX < box.right && right > box.left && Math.abs(atY - box.y) < 13) return
    }
    taken.push({ left: atX, right: right, y: atY })
    context.lineWidth = 3
    context.strokeStyle = colours.halo
    context.strokeText(text, atX, atY)
    context.lineWidth = 1
    context.fillStyle = colour
    context.fillText(text, atX, atY)
  }

  function onMap(person) {
    return (
      person.ew !== null && person.ns !== null && Math.abs(person.ew) <= EDGE && Math.abs(person.ns) <= EDGE
    )
  }

  function coordinates(ns, ew) {
    return Math.abs(ns).toFixed(1) + (ns < 0 ? 'S, ' : 'N, ') + Math.abs(ew).toFixed(1) + (ew < 0 ? 'W' : 'E')
  }

  function near(atX, atY) {
    var found = null
    var least = NEAR * NEAR
    people.forEach(function (person) {
      if (!onMap(person)) return
      var far = Math.pow(x(person.ew) - atX, 2) + Math.pow(y(person.ns) - atY, 2)
      if (far <= least) {
        least = far
        found = person.name
      }
    })
    return found
  }

  function listen() {
    var from = null
    var moved = 0
    canvas.addEventListener('pointerdown', function (event) {
      from = { x: event.clientX, y: event.clientY }
      moved = 0
      canvas.setPointerCapture(event.pointerId)
    })
    canvas.addEventListener('pointermove', function (event) {
      if (from) {
        moved += Math.abs(event.clientX - from.x) + Math.abs(event.clientY - from.y)
        view.ew -= (event.clientX - from.x) / view.scale
        view.ns += (event.clientY - from.y) / view.scale
        from = { x: event.clientX, y: event.clientY }
        wake()
      }
      var ns = view.ns - (event.offsetY - canvas.clientHeight / 2) / view.scale
      var ew = view.ew + (event.offsetX - canvas.clientWidth / 2) / view.scale
      document.getElementById('place').textContent = coordinates(ns, ew)
    })
    canvas.addEventListener('pointerup', function (event) {
      from = null
      if (moved < 6) onChoose(near(event.offsetX, event.offsetY))
    })
    canvas.addEventListener('pointercancel', function () {
      from = null
    })
    canvas.addEventListener('wheel', function (event) {
      event.preventDefault()
      zoom(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX, event.offsetY)
    })
    document.getElementById('in').onclick = function () {
      zoom(1.5, canvas.clientWidth / 2, canvas.clientHeight / 2)
    }
    document.getElementById('out').onclick = function () {
      zoom(1 / 1.5, canvas.clientWidth / 2, canvas.clientHeight / 2)
    }
    document.getElementById('all').onclick = all
    window.addEventListener('resize', fit)
  }

  listen()
  fit()

  // What the list and the reader of the server's answers use.
  window.classicMap = {
    coordinates: coordinates,
    onMap: onMap,
    setLand: function (land) {
      rings = []
      land.features.forEach(function (feature) {
        rings = rings.concat(feature.geometry.coordinates)
      })
      wake()
    },
    setTowns: function (list) {
      towns = list
      wake()
    },
    setPeople: function (list) {
      people = list
      wake()
    },
    /** Points somebody out and goes there; null: nobody. */
    choose: function (name) {
      chosen = name
      people.forEach(function (person) {
        if (person.name !== name || !onMap(person)) return
        view.ew = person.ew
        view.ns = person.ns
        view.scale = Math.max(view.scale, 8)
      })
      wake()
    },
    onChoose: function (listener) {
      onChoose = listener
    },
  }
})()
