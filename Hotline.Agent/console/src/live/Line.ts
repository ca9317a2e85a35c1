import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr'
import { consoleHubMethods, hubPath, type BoardSnapshot, type ConsoleClient, type ConsoleHub, type CrisisChange, type DeskSnapshot } from '../generated/hub'
import { backOff, isSignedOut } from './retry'

export type LineState =
  /** Not yet connected since sign-in. */
  | 'connecting'
  | 'connected'
  /** Was connected; trying again for ever. */
  | 'reconnecting'
  /** Given up: the session is over. */
  | 'over'

export interface LineEvents {
  state(state: LineState): void
  /** A new connection stands; `line` is its number. State must be fetched afresh. */
  opened(line: number): void
  desk(desk: DeskSnapshot, line: number): void
  board(board: BoardSnapshot): void
  crisis(change: CrisisChange, line: number): void
  signedOut(reason: string | null): void
}

/** The hub connection: opens, reopens for ever, and says which connection a message came by. */
export class Line {
  readonly hub: ConsoleHub
  readonly #connection: HubConnection
  #number = 0
  #stopped = false
  #wake: (() => void) | null = null

  constructor(private readonly events: LineEvents) {
    this.#connection = new HubConnectionBuilder()
      // One request, so that it does not matter which host behind the load balancer takes it.
      .withUrl(hubPath, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .configureLogging(LogLevel.None)
      .build()

    const client: ConsoleClient = {
      DeskChanged: (desk) => events.desk(desk, this.#number),
      BoardChanged: (board) => events.board(board),
      CrisisChanged: (change) => events.crisis(change, this.#number),
      SignedOut: (reason) => this.#over(reason),
    }
    for (const [name, heard] of Object.entries(client)) this.#connection.on(name, heard as (...told: unknown[]) => void)

    this.hub = Object.fromEntries(
      consoleHubMethods.map((name) => [name, (...said: unknown[]) => this.#connection.invoke(name, ...said)]),
    ) as unknown as ConsoleHub

    this.#connection.onclose(() => {
      if (!this.#stopped) void this.#open('reconnecting')
    })
  }

  get connected(): boolean {
    return this.#connection.state === HubConnectionState.Connected
  }

  /** The line is silent though it looks open (a network cut in one direction): a new one is made. */
  async renew(): Promise<void> {
    if (!this.#stopped && this.connected) await this.#connection.stop()
  }

  start(): void {
    void this.#open('connecting')
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake?.()
    await this.#connection.stop()
  }

  async #open(state: LineState): Promise<void> {
    this.events.state(state)
    for (let attempt = 0; !this.#stopped; attempt++) {
      try {
        await this.#connection.start()
        this.#opened()
        return
      } catch {
        if (await isSignedOut()) return this.#over(null)
        await new Promise<void>((done) => {
          this.#wake = done
          setTimeout(done, backOff(attempt + 1))
        })
      }
    }
  }

  #opened(): void {
    if (this.#stopped) return
    this.#number++
    this.events.opened(this.#number)
    this.events.state('connected')
  }

  #over(reason: string | null): void {
    if (this.#stopped) return
    void this.stop()
    this.events.state('over')
    this.events.signedOut(reason)
  }
}
