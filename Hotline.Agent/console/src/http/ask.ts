import type { Operations } from '../generated/api'
import { operations } from './operations'
import { Refused, Unreachable, type Problem } from './failures'

type Name = keyof Operations
/** What stands in a path's braces, whatever the server calls it. */
type WithId<K extends Name> = Operations[K]['path'] extends `${string}{${string}}${string}` ? { id: string } : { id?: never }
type WithBody<K extends Name> = Operations[K]['body'] extends null ? { body?: never } : { body: Operations[K]['body'] }

export type Question<K extends Name> = WithId<K> &
  WithBody<K> & {
    query?: Record<string, string | number | boolean>
    signal?: AbortSignal
    /** Lets the request outlive the page that sent it. */
    keepalive?: boolean
  }

/** Longer than the server's own deadline for its database, so that its answer, not ours, is what she reads. */
const patienceMs = 15_000

/** One REST operation. Throws {@link Refused} for an answer that is no, {@link Unreachable} for no answer. */
export async function ask<K extends Name>(name: K, question: Question<K>): Promise<Operations[K]['ok']> {
  const { method, path } = operations[name]
  const url = path.replace(/\{\w+\}/, encodeURIComponent(question.id ?? '')) + search(question.query)
  const timeout = AbortSignal.timeout(patienceMs)
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: question.body === undefined ? { Accept: 'application/json' } : { Accept: 'application/json', 'Content-Type': 'application/json' },
    signal: question.signal ? AbortSignal.any([question.signal, timeout]) : timeout,
    ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
    ...(question.keepalive ? { keepalive: true } : {}),
  }

  let answer: Response
  let text: string
  try {
    answer = await fetch(url, init)
    text = await answer.text()
  } catch (failure) {
    if (question.signal?.aborted) throw failure
    throw new Unreachable()
  }
  const body = parse(text)
  if (answer.ok) return body as Operations[K]['ok']
  // A gateway in between says 502–504 for a server that is not there.
  if (answer.status >= 502 && answer.status <= 504 && !isProblem(body)) throw new Unreachable()
  throw new Refused(answer.status, isProblem(body) ? body : {}, body)
}

function search(query: Question<Name>['query']): string {
  if (!query) return ''
  return `?${new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)]))}`
}

function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'status' in body
}
