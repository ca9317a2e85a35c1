import { describe, expect, it } from 'vitest'
import { blanksOf } from './blanks'
import { example, faultAt } from './example'
import { fieldId, joined, placeOf, put, segments, valueAt } from './paths'
import { countIn, countUnder, faultsUnder } from './words'

/** Every path at which the policy has a value that is no object: each can be the path of a fault. */
function leaves(node: unknown, path: string): string[] {
  if (Array.isArray(node)) return node.flatMap((item, n) => leaves(item, `${path}[${n}]`))
  if (typeof node === 'object' && node !== null) return Object.entries(node).flatMap(([name, value]) => leaves(value, path === '' ? name : `${path}.${name}`))
  return [path]
}

describe('A JSON path', () => {
  it('is read and written as the server writes it', () => {
    expect(segments('lanes[3].steps[0].afterSeconds')).toEqual(['lanes', 3, 'steps', 0, 'afterSeconds'])
    expect(segments('$.centres[2].parent')).toEqual(['centres', 2, 'parent'])
    for (const path of leaves(example, '')) expect(joined(segments(path))).toBe(path)
  })

  it('finds its value, and nothing where there is nothing', () => {
    expect(valueAt(example, 'lanes[3].steps[1].centre')).toBe('region')
    expect(valueAt(example, 'lanes[9].steps[1].centre')).toBeUndefined()
  })

  it('puts a value there and shares everything else', () => {
    const next = put(example, 'lanes[3].steps[0].afterSeconds', 45)
    expect(next.lanes[3]?.steps[0]?.afterSeconds).toBe(45)
    expect(example.lanes[3]?.steps[0]?.afterSeconds).toBe(30)
    expect(next.lanes[0]).toBe(example.lanes[0])
    expect(next.centres).toBe(example.centres)
    expect(put(example, 'lanes[9].level', 1).lanes).toHaveLength(4)
  })
})

describe('The place of a fault', () => {
  it.each([
    ['centres[2].parent', 'centres', 2, 'centres[2].parent'],
    ['centres[1].lines[3]', 'centres', 1, 'centres[1].lines'],
    ['hours[0].open[1].to', 'hours', 0, 'hours[0].open[1].to'],
    ['hours[0].open[1].days', 'hours', 0, 'hours[0].open[1].days'],
    ['hours[0].open[1]', 'hours', 0, 'hours[0].open[1]'],
    ['holidays[4].date', 'hours', 4, 'holidays[4].date'],
    ['skills[1].nameEnglish', 'lanes', 1, 'skills[1].nameEnglish'],
    ['lanes[3].closed', 'lanes', 3, 'lanes[3].closed'],
    ['lanes[3].steps[0].phones', 'lanes', 3, 'lanes[3].steps[0].phones'],
    ['phones[0].numbers[7]', 'phones', 0, 'phones[0].numbers'],
    ['desk.mostWrapUpSeconds', 'rules', null, 'desk.mostWrapUpSeconds'],
    ['lanes', 'lanes', null, 'lanes'],
    ['lanes[3].colour', 'lanes', 3, 'lanes[3]'],
  ])('%s', (path, tab, item, field) => {
    expect(placeOf(path)).toEqual({ tab, root: segments(path)[0], item, field })
  })

  it('is nowhere for a path the form does not know', () => {
    expect(placeOf('policy')).toBeNull()
    expect(placeOf('toString')).toBeNull()
  })

  it('is a field for every value the policy can hold', () => {
    const full = put(put(example, 'centres[0].areas', ['0471']), 'centres[0].lines', ['12338'])
    for (const path of leaves(full, '')) {
      const field = placeOf(path)?.field
      // A number in a list is shown at its list, everything else where it is itself.
      expect(field, path).toBe(path.replace(/\.(days|lines|areas|numbers|people)\[\d+\]$/, '.$1'))
    }
  })

  it('has an id of its own in the page', () => {
    const ids = leaves(example, '').map(fieldId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[A-Za-z][\w-]*$/)
  })
})

describe('Faults', () => {
  const faults = [faultAt('centres[1].lines[0]', 'bad-number'), faultAt('centres[10].code'), faultAt('lanes[3].closed', 'reaches-nobody'), faultAt('lanes[3].closed[0].phones')]

  it('stand beside the field they name, and at no other', () => {
    expect(faultsUnder(faults, 'centres[1].lines')).toHaveLength(1)
    expect(faultsUnder(faults, 'centres[1].code')).toHaveLength(0)
    expect(faultsUnder(faults, 'lanes[3].closed')).toEqual([faults[2]])
    expect(faultsUnder(faults, 'lanes[3].closed[0].phones')).toEqual([faults[3]])
  })

  it('are counted where they are, not at a neighbour whose index begins alike', () => {
    expect(countUnder(faults, 'centres[1]')).toBe(1)
    expect(countUnder(faults, 'lanes[3]')).toBe(2)
    expect(countIn(faults, 'centres')).toBe(2)
    expect(countIn(faults, 'rules')).toBe(0)
  })
})

describe('A cleared number', () => {
  it('is found before it is sent', () => {
    expect(blanksOf(example)).toEqual([])
    const cleared = put(put(put(example, 'desk.wrapUpSeconds', null), 'lanes[0].steps[0].afterSeconds', null), 'lanes[1].level', null)
    expect(blanksOf(cleared).map((fault) => fault.path).sort()).toEqual(['desk.wrapUpSeconds', 'lanes[0].steps[0].afterSeconds', 'lanes[1].level'])
  })
})
