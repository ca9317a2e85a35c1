import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr'
import { within } from './deadline.mjs'
import { request } from './http.mjs'

/** One operator's desk: signed in over REST, connected to the real hub, knowing its newest snapshot. */
export class Desk {
  #agent
  #cookie
  #hub
  #watchers = new Set()
  #crisisWatchers = new Set()

  static async signIn(agent, userName, password) {
    const desk = new Desk()
    const { response, json } = await request(`${agent}/api/session`, { method: 'POST', body: { userName, password } })
    desk.#agent = agent
    desk.#cookie = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
    desk.userName = userName
    desk.name = json.displayName
    return desk
  }

  async connect() {
    this.#hub = new HubConnectionBuilder()
      .withUrl(`${this.#agent}/hub`, { headers: { Cookie: this.#cookie } })
      .configureLogging(LogLevel.Error)
      .build()
    this.#hub.on('DeskChanged', (snapshot) => this.#see(snapshot))
    this.#hub.on('BoardChanged', () => {})
    this.#hub.on('CrisisChanged', (snapshot) => this.#seeCrisis(snapshot))
    this.#hub.on('SignedOut', (reason) => this.#fail(new Error(`${this.userName} was signed out: ${reason}`)))
    this.#hub.onclose((error) => this.#fail(new Error(`${this.userName} lost the hub: ${error?.message ?? 'closed'}`)))
    await within(60_000, `${this.userName} is connected to the hub`, this.#hub.start())
    this.#see(await this.ask('GetDesk'))
  }

  /** Calls a hub method. */
  ask(method, ...args) {
    return within(60_000, `the hub answers ${method} of ${this.userName}`, this.#hub.invoke(method, ...args))
  }

  /** Calls a hub method whose outcome must be Done. */
  async done(method, ...args) {
    const outcome = await this.ask(method, ...args)
    if (outcome !== 'Done') throw new Error(`${method} of ${this.userName} came out as ${outcome}`)
  }

  /** Resolves with what <see> gives for a snapshot, now or at a later push, once that is not null. */
  until(ms, what, see, signal) {
    const now = see(this.snapshot)
    if (now != null) return Promise.resolve(now)
    let watcher
    const seen = new Promise((resolve, reject) => {
      watcher = {
        see: (snapshot) => {
          const found = see(snapshot)
          if (found != null) resolve(found)
        },
        reject,
      }
      this.#watchers.add(watcher)
      signal?.addEventListener('abort', () => resolve(null), { once: true })
      if (signal?.aborted) resolve(null)
    })
    return within(ms, () => `${this.userName} ${what} (her desk is ${this.snapshot.state})`, seen).finally(() => this.#watchers.delete(watcher))
  }

  /** From now on the desk knows the open escalations it may see. */
  async watchCrisis() {
    this.#seeCrisis(await this.ask('WatchCrisis'))
  }

  /** Resolves with the first escalation for which <is> holds, now or at a later push. */
  escalation(what, is, ms = 90_000) {
    const now = this.crisis.escalations.find(is)
    if (now) return Promise.resolve(now)
    let watcher
    const seen = new Promise((resolve) => {
      watcher = (snapshot) => {
        const found = snapshot.escalations.find(is)
        if (found) resolve(found)
      }
      this.#crisisWatchers.add(watcher)
    })
    return within(ms, `an escalation ${what}, as ${this.userName} sees it`, seen).finally(() => this.#crisisWatchers.delete(watcher))
  }

  async get(path) {
    return (await request(`${this.#agent}${path}`, { headers: { Cookie: this.#cookie } })).json
  }

  async send(method, path, body) {
    return (await request(`${this.#agent}${path}`, { method, body, headers: { Cookie: this.#cookie } })).json
  }

  async close() {
    this.#fail = () => {}
    await this.#hub?.stop()
  }

  #see(snapshot) {
    // A push may overtake another: what is older than what is known is stale.
    if (this.snapshot && snapshot.version < this.snapshot.version) return
    this.snapshot = snapshot
    for (const watcher of [...this.#watchers]) watcher.see(snapshot)
  }

  #seeCrisis(snapshot) {
    if (this.crisis && snapshot.version < this.crisis.version) return
    this.crisis = snapshot
    for (const watcher of [...this.#crisisWatchers]) watcher(snapshot)
  }

  #fail = (error) => {
    for (const watcher of [...this.#watchers]) watcher.reject(error)
  }
}
