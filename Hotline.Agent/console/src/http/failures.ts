/** An RFC 9457 problem; `errors` names refused fields. */
export interface Problem {
  readonly title?: string
  readonly detail?: string
  readonly errors?: Readonly<Record<string, readonly string[]>>
  readonly [extension: string]: unknown
}

/** The server answered no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    readonly body: unknown,
  ) {
    super(problem.title ?? `HTTP ${status}`)
    this.name = 'Refused'
  }

  /** Refused fields by camelCase name, whatever case the server spelled them in. */
  get fields(): Record<string, readonly string[]> {
    const errors = this.problem.errors ?? {}
    return Object.fromEntries(Object.entries(errors).map(([name, told]) => [name.charAt(0).toLowerCase() + name.slice(1), told]))
  }
}

/** Nobody answered: network, server or gateway. What was asked may or may not have been done. */
export class Unreachable extends Error {
  constructor() {
    super('unreachable')
    this.name = 'Unreachable'
  }
}

export const isSessionOver = (failure: unknown): boolean => failure instanceof Refused && failure.status === 401
