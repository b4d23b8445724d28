import { isRecord, readNumber, readText } from '../../live/player'

/** A conversation that this browser remembers: the server tells of one only to who knows its id. */
export interface Known {
  id: string
  /** The beginning of its first question. */
  title: string
  at: number
}

const MOST = 30
const TITLE = 80

/** The conversations of a user in this browser, the latest first. */
export class Sessions {
  private readonly key: string

  constructor(
    username: string | null,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
  ) {
    this.key = `assistant:${username ?? ''}`
  }

  list(): Known[] {
    try {
      const stored: unknown = JSON.parse(this.storage.getItem(this.key) ?? '[]')
      return (Array.isArray(stored) ? stored : []).filter(isRecord).flatMap(row => {
        const [id, at] = [readText(row.id), readNumber(row.at)]
        return id === null || at === null ? [] : [{ id, at, title: readText(row.title) ?? id }]
      })
    } catch {
      return []
    }
  }

  /** Notes a question, which makes its conversation the latest; the first one names it. */
  note(id: string, question: string, at: number): void {
    const all = this.list()
    const title = all.find(each => each.id === id)?.title ?? [...question.trim()].slice(0, TITLE).join('')
    this.store([{ id, title, at }, ...all.filter(each => each.id !== id)].slice(0, MOST))
  }

  forget(id: string): void {
    this.store(this.list().filter(each => each.id !== id))
  }

  private store(all: readonly Known[]): void {
    try {
      this.storage.setItem(this.key, JSON.stringify(all))
    } catch {
      // Without storage a conversation lasts as long as its window.
    }
  }
}
