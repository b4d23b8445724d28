import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launch, photograph, type View, type Visit, visit } from './browser.ts'
import { ADMIN, ADMIN_PASSWORD, Overlord, type Plugin } from './overlord.ts'
import { PASSWORD, StandIn, USER } from './standin/server.ts'

export interface Person {
  user: string
  password: string
}

interface Site {
  url: string
  start(): Promise<unknown>
  stop(): Promise<void>
}

interface Wish {
  /** False where the map is only what lies behind. */
  land?: boolean
}

const PATIENCE = 60_000

type Cookies = Parameters<BrowserContext['addCookies']>[0]

/** A server, a browser in front of it, and what a test has open there. */
export class House<S extends Site = Site> {
  browser!: Browser
  private open: Visit[] = []
  private readonly sessions = new Map<string, Promise<Cookies>>()

  constructor(
    readonly server: S,
    private readonly person: Person,
    private readonly land = true,
  ) {}

  /** Opens a path of the site as somebody who is signed in. */
  async start(path = '/', view: View = {}, person = this.person): Promise<Page> {
    const { page } = await this.visit(view, person)
    await this.go(page, path)
    return page
  }

  /** Opens an empty page, in a browser of its own of somebody who is signed in, or of a stranger. */
  async visit(view: View = {}, person: Person | null = this.person): Promise<Visit> {
    const visited = await visit(this.browser, { land: this.land, ...view })
    this.open.push(visited)
    if (person) await visited.context.addCookies(await this.session(person))
    return visited
  }

  async go(page: Page, path: string): Promise<void> {
    await page.goto(this.server.url + path)
    await page.locator('main, [role=application]').first().waitFor()
  }

  /** Asks the server's API as somebody who is signed in, without a page. */
  async ask(method: string, path: string, body?: object, person = this.person): Promise<Response> {
    const cookies = await this.session(person)
    return fetch(this.server.url + path, {
      method,
      headers: {
        'Content-Type': 'application/json',
        Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
  }

  /** Closes all pages. Nothing may have gone wrong in any of them. */
  async leave(): Promise<void> {
    const left = this.open
    this.open = []
    await Promise.all(left.map(({ context }) => context.close()))
    expect(left.flatMap(({ problems }) => problems)).toEqual([])
  }

  /** Pictures of what a failed test saw last. */
  async photograph(test: string): Promise<void> {
    const name = test.replace(/\W+/g, '-')
    for (const [index, { page }] of this.open.entries()) await photograph(page, `failed-${name}-${index}`)
  }

  /** Whoever signed in once comes with the same cookies again. The form is for the tests of signing in. */
  private session(person: Person): Promise<Cookies> {
    const key = `${person.user} ${person.password}`
    const known = this.sessions.get(key) ?? this.signIn(person)
    this.sessions.set(key, known)
    return known
  }

  private async signIn({ user, password }: Person): Promise<Cookies> {
    const answer = await fetch(`${this.server.url}/api/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: user, password }),
    })
    expect(answer.status, `${user} signs in`).toBe(200)
    return answer.headers.getSetCookie().map(cookie => {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      return { name: name!, value: value!, url: this.server.url }
    })
  }
}

/** Waits until something holds, before the tests. Within them `expect.poll` says more. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`this does not come true: ${holds}`)
    await new Promise(done => setTimeout(done, 50))
  }
}

/** The house of a file of tests: there before the first, tidy after each, gone after the last. */
function furnish<S extends Site, H extends House<S>>(house: H): H {
  beforeAll(async () => {
    const [browser] = await Promise.all([launch(), house.server.start()])
    house.browser = browser
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await house.photograph(task.name).catch(() => {})
    await house.leave()
  })
  afterAll(async () => {
    await house.browser?.close()
    await house.server.stop()
  })
  return house
}

class RealHouse extends House<Overlord> {
  /** Where the game comes from. */
  plugin!: Plugin
}

/** A house with the real server, whose administrator visits it, and one plugin that is connected. */
export function withOverlord(wish: Wish & { settings?: Record<string, string> } = {}): RealHouse {
  const person = { user: ADMIN, password: ADMIN_PASSWORD }
  const house = furnish(new RealHouse(new Overlord(wish.settings), person, wish.land))
  beforeAll(async () => {
    house.plugin = await house.server.plugin()
  })
  return house
}

/** A house with the stand-in and so many characters. */
export function withStandIn(count: number, wish: Wish = {}): House<StandIn> {
  return furnish(new House(new StandIn(count), { user: USER, password: PASSWORD }, wish.land))
}
