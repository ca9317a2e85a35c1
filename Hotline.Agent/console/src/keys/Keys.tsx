import { caps, type Shortcut } from './map'

/** The keys of a shortcut, as caps. */
export function Keys({ of }: { of: Shortcut }) {
  return (
    <span className="keys" aria-hidden="true">
      {caps(of).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  )
}
