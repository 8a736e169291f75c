import { argon2Hasher, parameters } from '#server/features/accounts/passwords.ts'

/** The limit of a login: checks a password as often as it is told, two at a time, and says when it has. */
export type PasswordPlan = { readonly stored: string; readonly password: string }

process.once('message', ({ stored, password }: PasswordPlan) => {
  const { verify } = argon2Hasher(parameters) // a stored hash says what it costs
  process.on('message', (amount: number) => {
    const half = async () => {
      for (let done = 0; done < amount / 2; done++) await verify(stored, password)
    }
    void Promise.all([half(), half()]).then(() => process.send?.('done'))
  })
  process.send?.('ready')
})
