import { pause } from './deadline.mjs'

const talkingMs = 2_000

/** What this operator writes, by the skill the caller chose. Nobody real is told of. */
const notes = {
  legal: {
    matterType: 'marriage.divorce', region: '150100', maritalStatus: 'married', risk: 'Denied', outcome: 'answered',
    text: '来电人咨询离婚时共同财产与子女抚养。已说明证据准备、调解与诉讼两种途径,并告知法律援助条件。(演示)',
  },
  psychological: {
    matterType: 'psychological.emotion', region: '150200', maritalStatus: 'married', risk: 'Denied', outcome: 'listened',
    text: '来电人近来失眠、情绪低落,愿意倾诉。已倾听疏导,约定一周后再联系。(演示)',
  },
  crisis: {
    matterType: 'dv.physical', region: '150400', maritalStatus: 'separated', risk: 'Present', outcome: 'emergency',
    text: '来电人称刚遭受家暴,已暂避邻居家。核对人身安全,建议立即报警并告知人身安全保护令与庇护所。(演示)',
  },
}

/**
 * A ready operator takes offers until told that the shift is over: accepts, talks while writing the draft, ends the call (or lets the caller hang up), signs, finishes.
 * @param ends called with the skill while she talks; returns 'operator' or, having made the caller hang up, 'caller'
 * @returns one entry per call taken: { desk, call, skill, note }
 */
export async function work(desk, { ends, took, shiftOver }) {
  const taken = []
  for (;;) {
    const offer = await desk.until(90_000, 'is offered a call', (d) => d.offer, shiftOver)
    if (offer === null) break
    const outcome = await desk.ask('Accept', offer.call, offer.token)
    if (outcome !== 'Done') {
      console.log(`  ${desk.userName}: the offer was gone when accepted (${outcome})`)
      await desk.until(60_000, 'the lost offer is taken away', (d) => (d.offer?.token === offer.token ? null : true))
      continue
    }
    const call = await take(desk, offer, ends)
    taken.push(call)
    took(call)
  }
  await desk.done('SetPresence', 'Off', null)
  return taken
}

async function take(desk, { call, skill }, ends) {
  await desk.until(90_000, 'talks with the caller', (d) => (d.call?.call === call && d.call.connectedAt ? true : null))
  const note = notes[skill]
  if (!note) throw new Error(`${desk.userName} has no words for a call of skill '${skill}'`)
  const draft = await desk.send('PUT', `/api/calls/${call}/note/draft`, { revision: 0, ...note })
  await pause(talkingMs)
  if ((await ends(skill)) === 'operator') await desk.done('End', call)
  await desk.until(60_000, 'the call is over and she writes', (d) => (d.state === 'WrapUp' ? true : null))
  await desk.send('POST', `/api/calls/${call}/note/sign`, { revision: draft.revision })
  await desk.done('FinishWrapUp', call)
  await desk.until(60_000, 'is free again', (d) => (d.state === 'Ready' || d.offer || d.notice === 'DebriefOffered' ? true : null))
  return { desk, call, skill, note }
}
