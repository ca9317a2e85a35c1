/** Every shortcut. Those with Alt or Ctrl, and F9, work while typing; the others never do. */
export const shortcuts = {
  crisis: 'F9',
  acknowledge: 'Alt+A',
  accept: 'Enter',
  acceptTyping: 'Alt+Enter',
  decline: 'Escape',
  ready: 'Alt+R',
  talk: 'Alt+K',
  hold: 'Alt+H',
  mute: 'Alt+M',
  end: 'Alt+X',
  wrapUp: 'Alt+W',
  extend: 'Alt+E',
  coach: 'Alt+G',
  party: 'Alt+J',
  takeOver: 'Alt+T',
  leave: 'Alt+L',
  note: 'Alt+N',
  sign: 'Ctrl+Enter',
  police: 'Alt+P',
  ambulance: 'Alt+U',
  thirdParty: 'Alt+Q',
  help: '?',
} as const

/** Those of the crisis page, for the escalation that is chosen there. */
export const crisisShortcuts = {
  answer: 'A',
  join: 'J',
  rescue: 'R',
  dispatched: 'D',
  arrived: 'V',
  failed: 'F',
  ended: 'E',
  handBack: 'B',
  close: 'C',
} as const

const all = { ...shortcuts, ...crisisShortcuts }

export type Shortcut = keyof typeof all

export const strokes = (shortcut: Shortcut): string => all[shortcut]

/** A combination that types nothing by itself, so that it may act while she types. */
export const actsWhileTyping = (combination: string): boolean => combination.includes('+') || /^F\d+$/.test(combination)

/** `Alt+H` as the caps she reads: `Alt`, `H`. */
export const caps = (shortcut: Shortcut): string[] => strokes(shortcut).replace('Escape', 'Esc').split('+')
