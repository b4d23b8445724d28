import { expect, test } from 'vitest'
import { categoriesOf, readIssue, readIssues } from './issue'

const row = {
  id: 7,
  title: 'The map is dark',
  description: null,
  category: 'Map',
  status: 'of a newer server',
  author: null,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-02T00:00:00.123456Z',
  comments: [{ id: 1, author: 'a', body: 'yes', created_at: '2026-01-01T01:00:00Z' }, { id: 2 }, null],
}

test('an issue is read, with its version to the microsecond and a status that calls for a look', () => {
  const issue = readIssue(row)!
  expect(issue).toMatchObject({ id: 7, status: 'open', version: row.updated_at, description: null })
  expect(issue.comments.map(({ body }) => body)).toEqual(['yes'])
  expect(readIssues({ issues: [row, {}, 4], next: 'on' })).toMatchObject({ next: 'on', items: [{ id: 7 }] })
  expect(readIssues(null)).toEqual({ items: [], next: null })
})

test('categories are listed once, whatever their capitals', () => {
  const issues = [' map', 'Map', 'Api', null].map(category => readIssue({ ...row, category })!)
  expect(categoriesOf(issues)).toEqual(['Api', 'map'])
})
