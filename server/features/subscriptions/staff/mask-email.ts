/** So much of an address that one who knows it knows it again: `anna@example.org` is `a•••@e•••.org`. */
export function maskEmail(email: string): string {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  return `${email.slice(0, 1)}•••@${domain.slice(0, 1)}•••${domain.slice(domain.lastIndexOf('.'))}`
}
