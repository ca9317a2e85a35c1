import type { ThemeConfig } from 'antd'

/** Every colour and measure of the console. Style sheets read them as `--c-…`. */
export const colours = {
  primary: '#17666d',
  ground: '#eef1f3',
  surface: '#ffffff',
  sunken: '#f6f8f9',
  line: '#dde3e6',
  ink: '#1d2a30',
  inkSoft: '#56666e',
  inkFaint: '#5d6c74',
  good: '#2b7a4b',
  warn: '#966000',
  warnSoft: '#fff6e0',
  bad: '#b3261e',
  badSoft: '#fdeeec',
  crisis: '#b3261e',
  crisisSoft: '#fdecea',
  legal: '#2456a6',
  legalSoft: '#e9f0fb',
  psychological: '#6b4aa0',
  psychologicalSoft: '#f1ecf9',
  otherLane: '#4c5b63',
  otherLaneSoft: '#edf0f2',
} as const

export const measures = { topBar: 52, strip: 40, side: 320 } as const

export const fonts =
  '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", -apple-system, "Segoe UI", system-ui, sans-serif'

/** For figures and masked numbers: a Latin face first, so that the dots of 138····5678 stay narrow. */
const figureFonts = `"Segoe UI", "Helvetica Neue", Roboto, Arial, "Liberation Sans", "DejaVu Sans", ${fonts}`

const reducedMotion = typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches

export const theme: ThemeConfig = {
  token: {
    colorPrimary: colours.primary,
    colorInfo: colours.primary,
    colorLink: colours.primary,
    colorSuccess: colours.good,
    colorWarning: colours.warn,
    colorError: colours.bad,
    colorText: colours.ink,
    colorTextSecondary: colours.inkSoft,
    colorTextTertiary: colours.inkFaint,
    colorTextDescription: colours.inkSoft,
    colorTextPlaceholder: colours.inkFaint,
    colorBgLayout: colours.ground,
    colorBgMask: 'rgb(18 36 42 / 38%)',
    // Derived from dark seeds, antd's soft grounds come out grey; these are the soft grounds meant.
    colorPrimaryBg: '#e2f0f0',
    colorPrimaryBgHover: '#d3e7e8',
    controlItemBgActive: '#e2f0f0',
    controlItemBgActiveHover: '#d3e7e8',
    colorInfoBg: '#e7f2f3',
    colorInfoBorder: '#a9cfd2',
    colorSuccessBg: '#e8f5ec',
    colorSuccessBorder: '#a8d5b8',
    colorWarningBg: colours.warnSoft,
    colorWarningBorder: '#f0d290',
    colorErrorBg: colours.badSoft,
    colorErrorBorder: '#f1b8b2',
    colorBorder: '#c9d2d7',
    colorBorderSecondary: colours.line,
    borderRadius: 6,
    fontSize: 14,
    fontFamily: fonts,
    motion: !reducedMotion,
    motionDurationFast: '0.08s',
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.15s',
    wireframe: false,
  },
  components: {
    Form: { itemMarginBottom: 12, verticalLabelPadding: '0 0 4px' },
    Table: { cellPaddingBlockMD: 8, headerBg: colours.sunken },
    Card: { bodyPadding: 16 },
    Menu: { itemHeight: 32 },
    Segmented: { trackBg: '#dde5e8', itemSelectedColor: colours.primary },
  },
}

/** Lane colours by skill code; the shape is the second sign for those who do not tell the colours apart. */
export type LaneShape = 'triangle' | 'square' | 'circle' | 'diamond'

export interface LaneLook {
  readonly colour: string
  readonly soft: string
  readonly shape: LaneShape
}

const other: LaneLook = { colour: colours.otherLane, soft: colours.otherLaneSoft, shape: 'diamond' }

const lanes: Readonly<Record<string, LaneLook>> = {
  crisis: { colour: colours.crisis, soft: colours.crisisSoft, shape: 'triangle' },
  legal: { colour: colours.legal, soft: colours.legalSoft, shape: 'square' },
  psychological: { colour: colours.psychological, soft: colours.psychologicalSoft, shape: 'circle' },
}

export const laneLook = (skill: string): LaneLook => lanes[skill] ?? other

/** Hands the tokens to the style sheet. */
export function applyTokens(root: HTMLElement): void {
  for (const [name, value] of Object.entries(colours)) root.style.setProperty(`--c-${kebab(name)}`, value)
  for (const [name, value] of Object.entries(measures)) root.style.setProperty(`--m-${kebab(name)}`, `${value}px`)
  root.style.setProperty('--font', fonts)
  root.style.setProperty('--font-figures', figureFonts)
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
