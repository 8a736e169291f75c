import type { FastifyInstance } from 'fastify'
import type { SecurityTxt } from '../security-txt.ts'
import { apiHeaders } from './headers.ts'

export type Reachable = {
  readonly publicUrl: string
  /** A mailto: or https: address for people who found a weakness; the service itself when nobody is named. */
  readonly securityContact: string | undefined
  /** The operator's own file, shown as it is. */
  readonly securityTxt?: SecurityTxt | undefined
}

/** `/.well-known/security.txt` (RFC 9116) and `/robots.txt`: a home is nobody's search result. */
export function mountWellKnown(
  app: FastifyInstance,
  { publicUrl, securityContact, securityTxt }: Reachable,
  now: () => Temporal.Instant
) {
  const config = { config: { headers: apiHeaders } }
  app.get('/.well-known/security.txt', config, (_request, reply) => {
    reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache')
    if (securityTxt && Temporal.Instant.compare(now(), securityTxt.expires) < 0) return reply.send(securityTxt.text)
    // Made anew each time, so it is never out of date and never promises more than a month.
    const expires = now()
      .add({ hours: 30 * 24 })
      .round('second')
      .toString()
    const lines = [
      `Contact: ${securityContact ?? publicUrl}`,
      `Expires: ${expires}`,
      'Preferred-Languages: en, de',
      `Canonical: ${publicUrl}/.well-known/security.txt`
    ]
    return reply.send(`${lines.join('\n')}\n`)
  })
  app.get('/robots.txt', config, (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send('User-agent: *\nDisallow: /\n')
  )
}
