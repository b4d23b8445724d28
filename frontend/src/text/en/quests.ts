import { told } from '../en'

export const quests = {
  title: 'Quests',
  empty: 'No plugin has told of quests yet. Each appears with its timer once a plugin tells of it.',
  nothing: 'No quest and no character is called like that.',
  search: 'Find a quest or a character',
  character: 'Character',
  ready: 'Ready',
  readyOf: (ready: number, known: number) => `${ready} of ${known}`,
  summary: (ready: number, quests: number, characters: number) =>
    `${ready} ready, ${quests} ${quests === 1 ? 'quest' : 'quests'}, ${characters} ${characters === 1 ? 'character' : 'characters'}`,
  told: (at: number) => `As told ${exact(at)}`,
  readyAt: (at: number) => `Ready ${exact(at)}`,
  left,
}

const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
})

function exact(at: number): string {
  return told(dayAndTime, at)
}

/** The two largest parts of what is left. */
function left(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000)
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24]
  if (days > 0) return `${days} d ${hours} h`
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`
}
