/** The newest of `count` codes mailed to the address, from the development mailbox, as a person would: looking until it is there. */
export async function mailedCode(url: string, email: string, count = 1): Promise<string> {
  for (;;) {
    const mails = (await (await fetch(`${url}/dev/mail.json`)).json()) as { to: string }[] // the mailbox' own format
    const codes = mails
      .filter(({ to }) => to === email)
      .flatMap((mail) => /"code":"(\d{8})"/.exec(JSON.stringify(mail))?.[1] ?? [])
    if (codes.length >= count) return codes[0] ?? '' // the mailbox shows the newest first
  }
}
