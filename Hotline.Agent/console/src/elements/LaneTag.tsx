import { useTranslation } from 'react-i18next'
import { laneLook, type LaneShape } from '../theme/tokens'
import { skillName } from '../i18n/names'

const shapes: Record<LaneShape, string> = {
  triangle: 'M8 1.6 15 14H1z',
  square: 'M2.5 2.5h11v11h-11z',
  circle: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8z',
  diamond: 'M8 1 15 8l-7 7-7-7z',
}

/** A lane's shape in its colour. Never alone: the word stands beside it. */
export function LaneMark({ skill, size = 12, colour }: { skill: string; size?: number; colour?: string }) {
  const look = laneLook(skill)
  return (
    <svg className="lane-mark" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[look.shape]} fill={colour ?? look.colour} />
    </svg>
  )
}

/** A lane by colour, shape and word. */
export function LaneTag({ skill }: { skill: string }) {
  const { t } = useTranslation()
  const look = laneLook(skill)
  return (
    <span className="lane-tag" style={{ color: look.colour, background: look.soft }}>
      <LaneMark skill={skill} />
      {skillName(t, skill)}
    </span>
  )
}
