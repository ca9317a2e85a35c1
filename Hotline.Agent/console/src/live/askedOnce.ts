/** Asks at most one thing at a time: whoever asks meanwhile is answered by one more afterwards. A failure is an answer, too. */
export function askedOnce(ask: () => Promise<void>): () => void {
  let state: 'idle' | 'asking' | 'again' = 'idle'
  const run = async () => {
    do {
      state = 'asking'
      await ask().catch(() => {})
    } while ((state as string) === 'again')
    state = 'idle'
  }
  return () => {
    if (state === 'idle') void run()
    else state = 'again'
  }
}
