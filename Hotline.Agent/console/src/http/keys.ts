/** Query keys in one place: the live messages patch the same entries REST fills. */
export const keys = {
  session: ['session'] as const,
  desk: ['desk'] as const,
  board: ['board'] as const,
  catalogue: ['catalogue'] as const,
  staff: ['staff'] as const,
  calls: (page: number) => ['calls', page] as const,
  callPages: ['calls'] as const,
  call: (id: string) => ['call', id] as const,
  earlier: (id: string) => ['call', id, 'earlier'] as const,
  note: (id: string) => ['call', id, 'note'] as const,
  audit: ['audit'] as const,
  repairs: ['repairs'] as const,
}
