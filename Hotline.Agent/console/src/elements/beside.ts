/** Where what stands beside every page goes: under the bars and the crisis button, which nothing may cover. */
export const besideId = 'beside'

export const beside = (): HTMLElement => document.getElementById(besideId) ?? document.body
