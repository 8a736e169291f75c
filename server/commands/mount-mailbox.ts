import type { FastifyInstance } from 'fastify'
import type { DevelopmentMailbox } from '../gateways/mail/development-mailbox.ts'
import { mailboxReply, mayReadMailbox } from '../gateways/mail/mailbox-page.ts'
import { AppError } from '../platform/errors.ts'

/** The development mailbox at `/dev/mail`; for everybody but this machine's user there is no such address. */
export function mountMailbox(app: FastifyInstance, mailbox: DevelopmentMailbox): void {
  for (const url of ['/dev/mail', '/dev/mail.json', '/dev/mail.css', '/dev/mail/:id']) {
    app.get(url, async (request, reply) => {
      if (!mayReadMailbox(request.socket.remoteAddress, request.headers)) throw new AppError('route_not_found')
      const { status, headers, body } = mailboxReply(
        new URL(request.url, 'http://localhost').pathname,
        await mailbox.list()
      )
      return reply.status(status).headers(headers).send(body)
    })
  }
}
