import type { TFunction } from 'i18next'
import { useEffect, useRef } from 'react'
import type { AlarmKind, AlarmView } from '../../generated/hub'
import { clockTime } from '../../i18n/times'
import { play, type Sound } from '../../sound/play'

const order: Record<AlarmKind, number> = { NobodyNow: 0, NobodyCame: 1, NobodyFollows: 2 }

/** What is wrong now before what will be, crisis before the others. */
export const sorted = (alarms: readonly AlarmView[]): AlarmView[] =>
  [...alarms].sort(
    (a, b) => order[a.kind] - order[b.kind] || Number(b.skill === 'crisis') - Number(a.skill === 'crisis') || a.skill.localeCompare(b.skill),
  )

export const isNow = (alarm: AlarmView): boolean => alarm.kind !== 'NobodyFollows'

/** The skills somebody is missing for, each once. */
export const unstaffed = (alarms: readonly AlarmView[]): string[] => [...new Set(sorted(alarms).map((a) => a.skill))]

/** What is wrong, without saying where. */
export const alarmWords = (t: TFunction, alarm: AlarmView, language: string): string =>
  alarm.kind === 'NobodyFollows' ? t('alarm.NobodyFollows', { n: alarm.minutes, time: clockTime(alarm.at, language, false) }) : t(`alarm.${alarm.kind}`)

const nameOf = (alarm: AlarmView) => `${alarm.kind}/${alarm.centre}/${alarm.skill}`

/** What has been heard once the alarms are these: what is over may be heard again when it comes again. */
export function hear(heard: ReadonlySet<string>, alarms: readonly AlarmView[]): { sounds: boolean; heard: ReadonlySet<string> } {
  const now = new Set(alarms.map(nameOf))
  return { sounds: [...now].some((name) => !heard.has(name)), heard: now }
}

/** Two calm notes, unlike any caller's. */
const alarmSound: Sound = { wave: 'sine', every: null, notes: [[0, 0.5, 329.63, 0.3], [0.45, 0.7, 261.63, 0.3]] }

/** Sounds once for each alarm that comes. For those who can do something about it. */
export function useAlarmSound(alarms: readonly AlarmView[]): void {
  const heard = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const next = hear(heard.current, alarms)
    heard.current = next.heard
    if (next.sounds) play(alarmSound)
  }, [alarms])
}
