import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  id: string
  impact: string | null
  help: string
  nodes: { html: string; failureSummary?: string }[]
}

/**
 * What the accessibility engine finds on the page as it is, or within what a selector names, serious and critical
 * things only; there must be nothing.
 */
export function findings(page: Page, within?: string): Promise<string[]> {
  return run(page, within, {})
}

/** What of it cannot be told from what lies behind: all that another theme can change. */
export function contrasts(page: Page, within?: string): Promise<string[]> {
  return run(page, within, { runOnly: ['color-contrast'] })
}

async function run(page: Page, within: string | undefined, options: object): Promise<string[]> {
  // The page's own policy allows no foreign script: the engine comes in by the debugger's way.
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(source)
  const where = within ? JSON.stringify(within) : 'document'
  const how = JSON.stringify({ resultTypes: ['violations'], ...options })
  const found = (await page.evaluate(
    `axe.run(${where}, ${how}).then(result => result.violations)`,
  )) as Finding[]
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(finding => ({ ...finding, nodes: finding.nodes.filter(node => !isKnown(finding.id, node.html)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => node.html).join(' | ')}`)
}

/** The roster scrolls with its cursor, by the keys of the grid around it, which the engine cannot see. */
function isKnown(rule: string, html: string): boolean {
  return rule === 'scrollable-region-focusable' && html.includes('class="roster-body"')
}
