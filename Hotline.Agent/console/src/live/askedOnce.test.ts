import { expect, it } from 'vitest'
import { askedOnce } from './askedOnce'

const settled = () => new Promise<void>((done) => setTimeout(done))

it('Whoever asks while an answer is awaited is answered by one more, however many ask', async () => {
  const answers: (() => void)[] = []
  const ask = askedOnce(() => new Promise<void>((done) => answers.push(done)))
  ask()
  ask()
  ask()
  expect(answers).toHaveLength(1)
  answers[0]!()
  await settled()
  expect(answers).toHaveLength(2)
  answers[1]!()
  await settled()
  expect(answers).toHaveLength(2)
})

it('A failure does not keep one from asking again', async () => {
  let asked = 0
  const ask = askedOnce(() => {
    asked++
    return Promise.reject(new Error('cut'))
  })
  ask()
  await settled()
  ask()
  await settled()
  expect(asked).toBe(2)
})
