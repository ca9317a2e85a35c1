import { t } from '/js/texts.js';

export async function ask(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(answer?.detail ?? `HTTP ${response.status}`);
  return answer;
}

/** Calls `onChange` at once, after each event and after a reconnection, at most every `restMs`, never twice at a time. */
export function follow(query, onChange, restMs = 150) {
  const link = document.getElementById('link');
  let running = false;
  let again = false;
  let source;
  let closed = false;
  const run = async () => {
    if (closed) return;
    if (running) { again = true; return; }
    running = true;
    do {
      again = false;
      try { await onChange(); } catch { /* The stream reports a lost connection. */ }
      await new Promise(done => setTimeout(done, restMs));
    } while (again && !closed);
    running = false;
  };
  const show = up => {
    link.textContent = t(up ? 'link.up' : 'link.down');
    link.classList.toggle('down', !up);
    link.dataset.up = up;
  };
  source = new EventSource(`/api/events/stream?${query}`);
  source.onopen = () => show(true);
  source.onerror = () => show(false);
  source.onmessage = run;
  run();
  return () => { closed = true; source.close(); };
}

export function refreshLink() {
  const link = document.getElementById('link');
  if (link.dataset.up) link.textContent = t(link.dataset.up === 'true' ? 'link.up' : 'link.down');
}
