import autocannon from 'autocannon'

/** One request as it goes over the wire. */
export type BenchRequest = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export const inFlight = 32

/** Sends `amount` requests, 32 at a time, and throws unless every one is answered with `status`. */
export async function load(
  port: number,
  next: () => BenchRequest,
  { amount, status }: { amount: number; status: number }
): Promise<void> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: Math.min(inFlight, amount),
    amount,
    timeout: 60,
    requests: [
      {
        setupRequest: (defaults) => {
          const { method, path, headers, body } = next()
          return { ...defaults, method, path, headers: { ...headers }, body: body ?? '' }
        }
      }
    ]
  })
  const answers: Record<string, { count?: number }> = result.statusCodeStats ?? {}
  if (answers[status]?.count !== amount || result.errors > 0) {
    throw new Error(
      `${amount} requests to ${next().path} were answered ${JSON.stringify(answers)}, ${result.errors} errors`
    )
  }
}
