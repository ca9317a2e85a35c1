import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

describe('Features', () => {
  const root = join(import.meta.dirname, '../features')
  const files = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) ? [path] : []
    })
  /** What a file of a feature imports of other features or of the pages above them. */
  const strays = (feature: string, source: string) =>
    [...source.matchAll(/from '(\.\.\/[^']+)'/g)]
      .map((m) => m[1] ?? '')
      .filter((from) => from.startsWith('../../app/') || from.startsWith('../../features/') || (/^\.\.\/[^.]/.test(from) && !from.startsWith(`../${feature}/`)))

  it('never import one another', () => {
    const found = files(root).flatMap((path) => strays(relative(root, path).split('/')[0] ?? '', readFileSync(path, 'utf8')).map((from) => `${relative(root, path)} → ${from}`))
    expect(found).toEqual([])
  })

  it('would be caught if they did', () => {
    expect(strays('call', "import { x } from '../offer/sounds'")).toHaveLength(1)
    expect(strays('call', "import { x } from '../../features/offer/sounds'")).toHaveLength(1)
    expect(strays('call', "import { x } from '../../live/desk'")).toHaveLength(0)
  })
})
