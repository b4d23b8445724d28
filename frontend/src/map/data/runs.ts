/** Lines of repeated letters, written as "12~3g": a run's length before its letter, none for a single one. */

export function encodeRuns(line: string): string {
  return line.replace(/(.)\1*/g, (run, letter: string) => (run.length > 1 ? run.length : '') + letter)
}

export function decodeRuns(text: string): string {
  return text.replace(/(\d*)(\D)/g, (_, length: string, letter: string) => letter.repeat(Number(length || 1)))
}
