import { expect, it } from 'vitest'
import { loadOf } from './load'

it.each([
  [0, 0, 'none'],
  [1, 10, 'light'],
  [1, 45, 'some'],
  [2, 5, 'some'],
  [1, 120, 'heavy'],
  [4, 4, 'heavy'],
])('%i risk calls and %i minutes are %s', (calls, minutes, word) => expect(loadOf(calls, minutes)).toBe(word))
