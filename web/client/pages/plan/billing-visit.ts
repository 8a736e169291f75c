const key = 'honeydue.billingVisit'

/** Before this page goes to the one on which payments are managed. */
export function noteBillingVisit(): void {
  try {
    sessionStorage.setItem(key, 'left')
  } catch {
    // storage is forbidden: what was changed there shows when the page is read again
  }
}

/** Whether one comes from there; asked once. */
export function isBackFromBilling(): boolean {
  try {
    const isBack = sessionStorage.getItem(key) !== null
    sessionStorage.removeItem(key)
    return isBack
  } catch {
    return false
  }
}
