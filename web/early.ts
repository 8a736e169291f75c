/** Answers that boot.ts asks for while the application is still being fetched, by address. */
declare global {
  var honeydueEarly: Map<string, Promise<Response>> | undefined
}

/** How every request is sent: with the cookie, past the browser’s cache (tags are kept in api.ts). */
export const requestInit = { credentials: 'same-origin', cache: 'no-store' } as const satisfies RequestInit

/** Asks now for what will be wanted in a moment. */
export function askEarly(address: string): void {
  const answer = fetch(address, requestInit)
  // whoever takes the answer meets the failure; nobody may ever take it
  answer.catch(() => undefined)
  globalThis.honeydueEarly ??= new Map()
  globalThis.honeydueEarly.set(address, answer)
}

/** The answer that was asked for early, once. */
export function takeEarly(address: string): Promise<Response> | undefined {
  const answer = globalThis.honeydueEarly?.get(address)
  globalThis.honeydueEarly?.delete(address)
  return answer
}
