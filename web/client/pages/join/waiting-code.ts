const key = 'honeydue.joinCode'

/** An invitation waits in this tab while somebody signs in or makes an account. It never stands in an address that a server sees. */
export function keepCode(code: string): void {
  try {
    sessionStorage.setItem(key, code)
  } catch {
    // storage forbidden: the code is typed or opened again afterwards
  }
}

/** The waiting invitation, empty when there is none. */
export function waitingCode(): string {
  try {
    return sessionStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

export function forgetCode(): void {
  try {
    sessionStorage.removeItem(key)
  } catch {
    // nothing was kept
  }
}
