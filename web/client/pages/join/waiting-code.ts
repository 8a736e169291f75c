const key = 'honeydue.joinCode'

/** An invitation waits in this tab while somebody signs in or makes an account. It never stands in an address that a server sees. */
export function keepCode(code: string): void {
  try {
    sessionStorage.setItem(key, code)
  } catch {
    // storage forbidden: the code is typed or opened again afterwards
  }
}

/** The waiting invitation, and it waits no longer. */
export function takeCode(): string {
  try {
    const code = sessionStorage.getItem(key) ?? ''
    sessionStorage.removeItem(key)
    return code
  } catch {
    return ''
  }
}
