import { afterEach, expect, it, vi } from 'vitest'
import { isSignedOut } from './retry'

afterEach(() => {
  vi.unstubAllGlobals()
})

const answered = (status: number) => vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status })))

it('takes only a 401 for the end of the session', async () => {
  answered(401)
  expect(await isSignedOut()).toBe(true)
  for (const status of [200, 403, 503]) {
    answered(status)
    expect(await isSignedOut()).toBe(false)
  }
})

it('takes a host that cannot be asked for a fault of the line', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
  expect(await isSignedOut()).toBe(false)
})
