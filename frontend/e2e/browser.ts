import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { PASSWORD, USER } from './standin/server.ts'

const SHOTS = join(import.meta.dirname, 'shots')
mkdirSync(SHOTS, { recursive: true })

/** Whether somebody will look at pictures: what is only seen in them is not painted elsewhere. */
export const LOOKED_AT = !process.env.CI

// Chromium makes two pages of its own for the list below its address line, which nobody sees here, for each window
// anew: that costs as much as our page does. The last such switch counts, so that the test library's follow.
const WITHOUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
]

/** Chromium of the system; browsers of the test library's own are not needed. */
export function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  // Without its sandbox, because tests often run as root; with memory that small containers have.
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--force-color-profile=srgb',
      `--disable-features=${WITHOUT.join()}`,
    ],
  })
}

export interface View {
  width?: number
  height?: number
  theme?: 'dark' | 'light'
  phone?: boolean
  /** Device pixels per CSS pixel. */
  density?: number
  reducedMotion?: boolean
  /** Without it the map has no hills and coasts, which cost half of what a page costs to open. */
  land?: boolean
}

export const PHONE: View = { width: 390, height: 844, phone: true }

export interface Visit {
  context: BrowserContext
  page: Page
  /** What the console said that is no good: there must be nothing. */
  problems: string[]
}

export async function visit(browser: Browser, view: View = {}): Promise<Visit> {
  const { width = 1440, height = 900, theme = 'dark', phone = false, density = phone ? 2 : 1 } = view
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    deviceScaleFactor: density,
    hasTouch: phone,
    isMobile: phone,
    reducedMotion: view.reducedMotion ? 'reduce' : 'no-preference',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  if (view.land === false) await context.addInitScript(bareLand)
  const page = await context.newPage()
  page.setDefaultTimeout(40_000)
  const problems: string[] = []
  page.on('pageerror', error => problems.push(String(error)))
  page.on('console', message => {
    // A refused request is no fault of the page's: tests refuse on purpose.
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) {
      problems.push(message.text())
    }
  })
  return { context, page, problems }
}

/** Puts somebody in the place of the worker that paints the land, who answers at once, with nothing on it. */
function bareLand(): void {
  class Idler {
    onmessage: ((event: { data: unknown }) => void) | null = null

    async postMessage({ key }: { key: string }): Promise<void> {
      this.onmessage?.({ data: { key, image: await createImageBitmap(new ImageData(1, 1)) } })
    }

    terminate(): void {}
  }
  Object.assign(window, { Worker: Idler })
}

export async function signIn(
  page: Page,
  url: string,
  path = '/',
  user = USER,
  password = PASSWORD,
): Promise<void> {
  await page.goto(url + path)
  await page.getByLabel('Name').fill(user)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(url => url.pathname !== '/login')
  await page.locator('main, [role=application]').first().waitFor()
}

// Names are placed each 160 ms and come in within 140: this much at sixty frames a second, and longer where
// frames take longer.
const NAMED = 24

/** Waits until the land is painted, and for the frames in which names come in. */
export async function settled(page: Page): Promise<void> {
  await page.locator('.map-surface[aria-busy=false]').waitFor({ timeout: 45_000 })
  await frames(page, NAMED)
}

/** Waits for so many frames to be drawn. */
export function frames(page: Page, count: number): Promise<void> {
  return page.evaluate(
    left =>
      new Promise<void>(done => {
        const step = () => (left-- > 0 ? requestAnimationFrame(step) : done())
        step()
      }),
    count,
  )
}

/** Loads the page again until it shows a text: the server may still be busy with what was said a moment ago. */
export async function reloadUntil(page: Page, text: string): Promise<void> {
  const shown = async () => {
    await page.reload()
    return page
      .getByText(text)
      .first()
      .waitFor({ timeout: 4000 })
      .then(
        () => true,
        () => false,
      )
  }
  await expect.poll(shown, { timeout: 40_000 }).toBe(true)
}

/** A picture for people. Where nobody looks at it, it is not taken. */
export async function shot(page: Page, name: string): Promise<void> {
  if (LOOKED_AT) await photograph(page, name)
}

/** A picture of the map, once it has been painted: where nobody looks at it, that is not waited for. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!LOOKED_AT) return
  await settled(page)
  await photograph(page, name)
}

export async function photograph(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}
