/** One JSON request. An answer outside 2xx is an error that carries what the server said. */
export async function request(url, { method = 'GET', body, headers = {}, timeoutMs = 60_000 } = {}) {
  const what = `${method} ${new URL(url).pathname}`
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((e) => {
    throw new Error(`${what} at ${new URL(url).host} got no answer: ${e.cause?.message ?? e.message}`)
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${what} answered ${response.status} ${text.slice(0, 500)}`)
  return { response, json: text === '' ? null : JSON.parse(text) }
}
