import { t, translatePage } from '/js/texts.js';
import { ask, follow, refreshLink } from '/js/api.js';

const modes = ['manual', 'auto', 'busy', 'reject', 'noAnswer', 'voicemail'];
const list = document.getElementById('phones');
const sound = document.getElementById('sound');
let phones = [];
let ringingBefore = new Set();
let audio;

const path = (phone, act = '') => `/api/phones/${encodeURIComponent(phone.address)}${act}`;

function complain(e) {
  document.getElementById('error').textContent = t('failed', e.message);
}

function act(method, target, body) {
  document.getElementById('error').textContent = '';
  ask(method, target, body).catch(complain);
}

function button(className, onClick) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.addEventListener('click', onClick);
  return element;
}

// A card is made once and then only updated, so that focus and an open selector survive each event.
function makeCard(address) {
  const card = document.createElement('li');
  card.dataset.address = address;
  const find = () => phones.find(p => p.address === address);
  card.innerHTML = '<header><strong></strong><span></span></header><div class="address"></div><div class="call"></div><div class="buttons"></div><label class="mode"><span></span><select></select></label>';
  card.querySelector('.buttons').append(
    button('go', () => act('POST', path(find(), '/answer'))),
    button('stop', () => act('POST', path(find(), '/hangup'))),
    button('quiet', () => act('POST', path(find(), '/digits'), { digits: '1' })),
  );
  const select = card.querySelector('select');
  for (const mode of modes) select.append(new Option(mode, mode));
  select.addEventListener('change', () => act('PUT', path(find()), { mode: select.value }));
  return card;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function updateCard(card, phone) {
  card.className = `card ${phone.state}`;
  card.setAttribute('aria-label', `${phone.label}: ${t(`phone.${phone.state}`)}`);
  setText(card.querySelector('strong'), phone.label);
  setText(card.querySelector('header span'), t(`phone.${phone.state}`));
  setText(card.querySelector('.address'), phone.label === phone.address ? '' : phone.address);
  const [answer, hangup, press] = card.querySelectorAll('.buttons button');
  setText(answer, t('phones.answer'));
  setText(hangup, t(phone.ringing && !phone.active ? 'phones.decline' : 'phones.hangup'));
  setText(press, t('phones.press'));
  answer.disabled = !phone.ringing;
  hangup.disabled = !phone.ringing && !phone.active;
  press.disabled = !phone.active;
  press.classList.toggle('asked', phone.active?.waitingForDigits ?? false);
  setText(card.querySelector('.mode span'), t('phones.mode'));
  const select = card.querySelector('select');
  for (const option of select.options) setText(option, t(`mode.${option.value}`));
  if (select.value !== phone.mode && document.activeElement !== select) select.value = phone.mode;
  const call = phone.active ?? phone.ringing;
  const facts = call ? [
    t('phones.from', call.from),
    call.conference && t('phones.in', call.conference),
    call.participantLabel,
    call.hold && t('phones.onHold'),
    call.muted && t('phones.muted'),
    call.waitingForDigits && t('phones.asked'),
  ].filter(Boolean).join(' · ') : t('phones.none');
  const box = card.querySelector('.call');
  const text = call?.lastHeard ? `${facts}\n「${call.lastHeard}」` : facts;
  if (box.dataset.text !== text) {
    box.dataset.text = text;
    const [first, second] = text.split('\n');
    box.replaceChildren(first);
    if (second) {
      const said = document.createElement('em');
      said.textContent = second;
      box.append(said);
    }
  }
}

function show() {
  for (const phone of phones) {
    let card = [...list.children].find(c => c.dataset.address === phone.address);
    if (!card) {
      card = makeCard(phone.address);
      list.append(card);
    }
    updateCard(card, phone);
  }
  for (const card of [...list.children]) if (!phones.some(p => p.address === card.dataset.address)) card.remove();
  const ringing = new Set(phones.filter(p => p.state === 'ringing').map(p => p.address));
  const fresh = phones.filter(p => ringing.has(p.address) && !ringingBefore.has(p.address));
  if (fresh.length > 0) setText(document.getElementById('announce'), fresh.map(p => t('phones.rings', p.label)).join(' '));
  ringingBefore = ringing;
}

function ring() {
  if (!sound.checked || !audio || ringingBefore.size === 0) return;
  const tone = new OscillatorNode(audio, { frequency: 450 });
  const gain = new GainNode(audio, { gain: 0.08 });
  tone.connect(gain).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.6);
}

// A browser plays nothing before the first click: the switch is that click.
sound.addEventListener('change', () => { audio ??= new AudioContext(); });
setInterval(ring, 1500);

document.getElementById('add').addEventListener('submit', e => {
  e.preventDefault();
  const address = document.getElementById('address').value.trim();
  if (address) act('PUT', `/api/phones/${encodeURIComponent(address)}`, { mode: 'manual' });
});

let texts = [];

function showTexts() {
  const shown = texts.slice(0, 20).map(text => {
    const line = document.createElement('li');
    const to = document.createElement('strong');
    to.textContent = text.to;
    line.append(to, ` ${new Date(text.at).toLocaleTimeString()} `, text.body);
    return line;
  });
  if (shown.length === 0) shown.push(Object.assign(document.createElement('li'), { textContent: t('phones.noTexts') }));
  document.getElementById('texts').replaceChildren(...shown);
}

translatePage('phones.page', () => { show(); showTexts(); refreshLink(); });
follow('topic=message', async () => {
  texts = (await ask('GET', '/api/messages')).messages;
  showTexts();
}, 250);
follow('topic=phone', async () => {
  phones = (await ask('GET', '/api/phones')).phones;
  show();
}, 250);
