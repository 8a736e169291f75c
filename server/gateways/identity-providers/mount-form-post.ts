import type { FastifyInstance } from 'fastify'

/**
 * Apple sends the browser back with a form that another site posts (`response_mode=form_post`), and such a request carries
 * none of our SameSite cookies. So nothing is done with it here: what it holds goes behind the `#` of an address of ours,
 * where the page picks it up and sends it as a request of its own, with its cookie. Nothing is stored, nothing is trusted.
 */
export async function mountFormPost(app: FastifyInstance): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 16_384 },
      (_request, body, done) => done(null, new URLSearchParams(String(body)))
    )
    scope.post<{ Body: unknown }>('/sign-in/callback/apple', (request, reply) => {
      const given = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
      return reply
        .header('cache-control', 'no-store')
        .redirect(`/sign-in/callback/apple#${known(given).toString()}`, 303)
    })
  })
}

const names = ['state', 'code', 'error', 'user'] as const

function known(given: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    names.flatMap((name) => {
      const value = given.get(name)
      return value === null ? [] : [[name, value]]
    })
  )
}
