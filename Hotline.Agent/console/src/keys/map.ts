/** Every shortcut. Those with Alt work while typing; the others never do. */
export const shortcuts = {
  accept: 'Enter',
  acceptTyping: 'Alt+Enter',
  decline: 'Escape',
  ready: 'Alt+R',
  hold: 'Alt+H',
  mute: 'Alt+M',
  end: 'Alt+X',
  wrapUp: 'Alt+W',
  extend: 'Alt+E',
  note: 'Alt+N',
  sign: 'Ctrl+Enter',
  thirdParty: 'Alt+Q',
  help: '?',
} as const

export type Shortcut = keyof typeof shortcuts

/** `Alt+H` as the caps she reads: `Alt`, `H`. */
export const caps = (shortcut: Shortcut): string[] => shortcuts[shortcut].replace('Escape', 'Esc').split('+')
