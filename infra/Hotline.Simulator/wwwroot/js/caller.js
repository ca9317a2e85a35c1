import { t, translatePage } from '/js/texts.js';
import { ask, follow, refreshLink } from '/js/api.js';

const byId = id => document.getElementById(id);
const [number, from, withheld, speak, keypad] = ['number', 'from', 'withheld', 'speak', 'keypad'].map(byId);
let hotline = '+8612338';
const short = () => hotline.replace(/^\+86/, '');
const labels = new Map();
let call = null;
let sid = null;
let stopFollowing = () => {};
let spoken = -1;
let pressed = [];

number.value = short();
from.value = localStorage.getItem('from') ?? '+8613812345678';
withheld.checked = localStorage.getItem('withheld') === 'true';
from.disabled = withheld.checked;

for (const key of '123456789*0#') {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = key;
  button.addEventListener('click', () => press(key));
  keypad.append(button);
}

const live = () => call !== null && call.endedAt === null;

function press(key) {
  const button = [...keypad.children].find(b => b.textContent === key);
  button.classList.add('pressed');
  setTimeout(() => button.classList.remove('pressed'), 120);
  if (!sid || !live()) {
    number.value += key;
    return;
  }
  pressed.push({ at: new Date().toISOString(), kind: 'mine', text: key });
  speechSynthesis?.cancel();
  ask('POST', `/api/calls/${sid}/digits`, { digits: key }).catch(complain);
}

async function dial() {
  byId('error').textContent = '';
  localStorage.setItem('from', from.value);
  localStorage.setItem('withheld', withheld.checked);
  const dialled = number.value.replace(/[\s-]/g, '');
  try {
    stopFollowing();
    ({ sid } = await ask('POST', '/api/calls', {
      to: dialled === short() || dialled === '' ? hotline : dialled,
      ...(withheld.checked ? { fromWithheld: true } : { from: from.value.replace(/[\s-]/g, '') }),
    }));
    await learnLabels();
    [call, spoken, pressed] = [null, -1, []];
    byId('transcript').replaceChildren();
    stopFollowing = follow(`call=${sid}`, async () => {
      call = await ask('GET', `/api/calls/${sid}`);
      show();
    });
  } catch (e) {
    complain(e);
  }
}

async function learnLabels() {
  for (const phone of (await ask('GET', '/api/phones')).phones) labels.set(phone.address, phone.label);
}

function hangUp() {
  speechSynthesis?.cancel();
  if (sid) ask('POST', `/api/calls/${sid}/hangup`).catch(complain);
}

function complain(e) {
  byId('error').textContent = t('failed', e.message);
}

function stateText() {
  if (!call) return t('state.idle');
  if (!live()) return t('state.ended');
  if (call.hold) return t('state.hold');
  if (call.inConferenceWith.length > 0) {
    const met = call.heard.findLast(h => h.kind === 'bridge');
    return t('state.talking', labels.get(met?.text) ?? met?.text ?? '');
  }
  return t(call.status === 'ringing' ? 'state.ringing' : 'state.in-progress');
}

function lines() {
  const all = [...call.heard, ...pressed].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const last = all.at(-1)?.at ?? call.createdAt;
  for (const error of call.errors) all.push({ at: last, kind: 'fault', text: error });
  if (!live()) all.push({ at: call.endedAt, kind: 'end', text: t(`end.${call.endReason}`) });
  return all;
}

function show() {
  const talking = live() && call.inConferenceWith.length > 0;
  const asked = live() && call.waitingForDigits;
  byId('state').textContent = stateText();
  byId('state').classList.toggle('talking', talking);
  byId('hint').textContent = asked ? t('caller.askDigits') : live() ? t('caller.keys') : '';
  byId('dial').textContent = t('caller.dial');
  byId('hangup').textContent = t('caller.hangup');
  byId('dial').hidden = live();
  byId('hangup').hidden = !live();
  number.readOnly = live();
  keypad.classList.toggle('asked', asked);
  showTranscript();
  readAloud();
}

function showTranscript() {
  const list = byId('transcript');
  if (!call) {
    const empty = document.createElement('li');
    empty.className = 'empty';
    empty.textContent = t('caller.empty');
    list.replaceChildren(empty);
    return;
  }
  const atBottom = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  // Lines already shown stay in place: a screen reader announces additions only.
  const wanted = lines().map(line => ({ line, key: `${line.kind}|${line.at}|${line.text}` }));
  wanted.forEach(({ line, key }, i) => {
    const present = list.children[i];
    if (present?.dataset.key === key) return;
    const item = document.createElement('li');
    item.dataset.key = key;
    item.className = line.kind;
    const time = document.createElement('time');
    time.dateTime = line.at;
    time.textContent = new Date(line.at).toLocaleTimeString('zh-CN', { hour12: false });
    const text = document.createElement('p');
    const what = line.kind === 'bridge' ? labels.get(line.text) ?? line.text : line.text;
    text.textContent = line.kind === 'mine' ? t('caller.youPressed', what) : t(`line.${line.kind}`, what);
    if (line.language) text.lang = line.language.replace('cmn', 'zh');
    item.append(time, text);
    if (present) present.replaceWith(item); else list.append(item);
  });
  while (list.children.length > wanted.length) list.lastChild.remove();
  if (atBottom) list.scrollTop = list.scrollHeight;
}

function readAloud() {
  if (!speak.checked || !call || !('speechSynthesis' in window)) return;
  for (const line of call.heard.filter(h => h.index > spoken && h.kind === 'say')) {
    const utterance = new SpeechSynthesisUtterance(line.text);
    utterance.lang = (line.language ?? 'zh-CN').replace('cmn', 'zh');
    speechSynthesis.speak(utterance);
  }
  spoken = call.heard.at(-1)?.index ?? spoken;
}

setInterval(() => {
  const start = call?.answeredAt;
  if (!start) { byId('timer').textContent = ''; return; }
  const seconds = Math.max(0, Math.round((Date.parse(call.endedAt ?? new Date().toISOString()) - Date.parse(start)) / 1000));
  byId('timer').textContent = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}, 500);

byId('dial').addEventListener('click', dial);
byId('hangup').addEventListener('click', hangUp);
number.addEventListener('keydown', e => { if (e.key === 'Enter' && !live()) dial(); });
withheld.addEventListener('change', () => { from.disabled = withheld.checked; });
speak.addEventListener('change', () => {
  spoken = call?.heard.at(-1)?.index ?? -1;
  if (!speak.checked) speechSynthesis?.cancel();
});
if (!('speechSynthesis' in window)) {
  speak.disabled = true;
  speak.parentElement.title = t('caller.noSpeech');
}
document.addEventListener('keydown', e => {
  if (e.ctrlKey || e.altKey || e.metaKey || e.repeat) return;
  if (e.key === 'Escape' && live()) { hangUp(); return; }
  const typing = e.target instanceof HTMLInputElement && e.target.type !== 'checkbox' && !e.target.readOnly;
  if (!typing && /^[0-9*#]$/.test(e.key)) { e.preventDefault(); press(e.key); }
});

ask('GET', '/api/simulator').then(simulator => {
  if (number.value === short()) number.value = simulator.hotlineNumber.replace(/^\+86/, '');
  hotline = simulator.hotlineNumber;
}, complain);

// A link such as /?call=CA… shows a call somebody else placed.
const shown = new URLSearchParams(location.search).get('call');
if (shown) {
  sid = shown;
  learnLabels().catch(complain);
  stopFollowing = follow(`call=${encodeURIComponent(shown)}`, async () => {
    call = await ask('GET', `/api/calls/${encodeURIComponent(shown)}`);
    show();
  });
}
translatePage('caller.page', () => { byId('transcript').replaceChildren(); show(); refreshLink(); });
