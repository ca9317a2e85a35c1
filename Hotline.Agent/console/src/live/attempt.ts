/** The answer of a hub call, or `Unreachable` when the line broke before it came. */
export async function attempt<O extends string>(asked: Promise<O>): Promise<O | 'Unreachable'> {
  try {
    return await asked
  } catch {
    return 'Unreachable'
  }
}
