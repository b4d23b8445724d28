import { expect, test } from 'vitest'
import { ApiError } from '../live/api'
import { fieldRefusal, formRefusal } from './refusal'

const refused = (field: string | null, message: string, status = 400) =>
  new ApiError(status, 'invalid', message, null, field)

test.each([
  [
    'settings.minutes',
    'settings.minutes is 0; it must be a whole number from 1 to 10080',
    'It must be a whole number from 1 to 10080.',
  ],
  [
    'settings.tier',
    'settings.tier means nothing for alerts of the kind death',
    'Means nothing for alerts of the kind death.',
  ],
  [
    'kind',
    'there is a rule for this kind and character; change that one',
    'There is a rule for this kind and character; change that one.',
  ],
])('what is said against %s stands under it', (field, message, shown) => {
  expect(fieldRefusal(refused(field, message), field)).toBe(shown)
  expect(fieldRefusal(refused(field, message), 'another')).toBeNull()
  expect(formRefusal(refused(field, message), [field])).toBeNull()
})

test('what belongs to no field stands under the form', () => {
  expect(formRefusal(null, [])).toBeNull()
  expect(formRefusal(refused(null, 'there must be an admin', 409), ['name'])).toBe('There must be an admin.')
  expect(formRefusal(refused('elsewhere', 'elsewhere is wrong'), ['name'])).toBe('Is wrong.')
  expect(formRefusal(refused(null, 'whatever', 0), [])).toMatch('does not answer')
  expect(formRefusal(new ApiError(429, 'throttled', 'wait', 12), [])).toBe('Too many tries. Wait 12 s.')
})
