/** Waits for what must happen; if it does not in time, fails saying what was waited for (a text, or a function when it is known only then). */
export async function within(ms, what, promise) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms / 1000} s: ${typeof what === 'function' ? what() : what}`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks again until the answer is not null. For what is written behind the scenes and has no push. */
export async function eventually(ms, what, ask) {
  const until = performance.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer != null) return answer
    if (performance.now() > until) throw new Error(`not within ${ms / 1000} s: ${what}`)
    await pause(100)
  }
}
