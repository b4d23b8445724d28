import { describe, expect, test } from 'vitest'
import { score } from './match'

const best = (texts: string[], typed: string) =>
  texts
    .map(text => ({ text, score: score(text, typed) }))
    .filter(each => each.score !== null)
    .sort((a, b) => b.score! - a.score!)
    .map(each => each.text)

describe('what was typed', () => {
  test('finds starts before word starts before insides before initials', () => {
    const texts = ['Tunnel Vortex', 'Town Network', 'Old Tower', 'Stown', 'Nowhere']
    expect(best(texts, 'to')).toEqual(['Town Network', 'Old Tower', 'Stown'])
    expect(best(texts, 'tv')).toEqual(['Tunnel Vortex'])
  })

  test('may name words in any order, in any case and without accents', () => {
    expect(best(['Larsa Mossfoot', 'Osric Moss'], 'moss lar')).toEqual(['Larsa Mossfoot'])
    expect(best(['Façade', 'Éric'], 'eric')).toEqual(['Éric'])
  })

  test('finds everything when nothing was typed, and nothing when nothing fits', () => {
    expect(score('anything', ' ')).toBe(0)
    expect(score('anything', 'x')).toBeNull()
  })

  test('takes signs of patterns for what they are', () => {
    expect(score('a', '.*')).toBeNull()
    expect(score('(a)', '(')).not.toBeNull()
  })
})
