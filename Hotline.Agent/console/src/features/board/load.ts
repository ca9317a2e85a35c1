/** How heavy a shift is by its risk calls and the minutes in them: a word for whoever looks after her, nothing that is decided by. */
export function loadOf(calls: number, minutes: number): 'none' | 'light' | 'some' | 'heavy' {
  if (calls === 0) return 'none'
  if (calls >= 4 || minutes >= 120) return 'heavy'
  return calls >= 2 || minutes >= 45 ? 'some' : 'light'
}
