import { caps, type Shortcut } from './map'

/** The keys of a shortcut, as caps. Beside a button's word they are not read out; where they are what is told, they are. */
export function Keys({ of, told = false }: { of: Shortcut; told?: boolean }) {
  return (
    <span className="keys" aria-hidden={!told}>
      {caps(of).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  )
}
