import { request } from './http.mjs'

/** The callers' side of the simulated carrier: telephones that dial the hotline, and the judge who saw everything. */
export class Carrier {
  #url

  constructor(url) {
    this.#url = url
  }

  async dial(from) {
    const { json } = await request(`${this.#url}/api/calls`, { method: 'POST', body: { from } })
    return new Caller(this.#url, json.sid)
  }

  /** How a telephone behaves that is rung: by hand, or by itself, with a key. */
  async phone(address, behaviour) {
    await request(`${this.#url}/api/phones/${encodeURIComponent(address)}`, { method: 'PUT', body: behaviour })
  }

  async verdict() {
    return (await request(`${this.#url}/api/judge`)).json
  }
}

/** One caller on the line. */
class Caller {
  #call

  constructor(url, sid) {
    this.sid = sid
    this.#call = `${url}/api/calls/${sid}`
  }

  /** Presses a key as soon as the menu listens to one. */
  async press(digits, ms) {
    await this.#wait('gather', ms)
    await request(`${this.#call}/digits`, { method: 'POST', body: { digits } })
  }

  /** Is told what begins so. */
  hears(words, ms) {
    return this.#wait(encodeURIComponent(`heard:say:${words}`), ms)
  }

  hearsOperator(ms) {
    return this.#wait('bridged', ms)
  }

  isOver(ms) {
    return this.#wait('ended', ms)
  }

  /** So many may speak with her at once; one more is a double bridge. */
  async expects(legs) {
    await request(`${this.#call}/expect`, { method: 'PUT', body: { legs } })
  }

  async hangUp() {
    await request(`${this.#call}/hangup`, { method: 'POST' })
  }

  /** What the caller heard last and how the line stands: for the message that says what went wrong. */
  async lastHeard() {
    const { json } = await request(this.#call)
    return `${json.status}; heard last: ${json.heard.at(-1)?.text ?? 'nothing'}${json.errors.length ? `; errors: ${json.errors.join('; ')}` : ''}`
  }

  async #wait(what, ms) {
    try {
      await request(`${this.#call}/wait?for=${what}&timeoutMs=${ms}`, { timeoutMs: ms + 5_000 })
    } catch (e) {
      throw new Error(`the caller's line never came to '${what}' (${await this.lastHeard()}): ${e.message}`)
    }
  }
}
