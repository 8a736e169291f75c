import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DevelopmentMailbox } from './development-mailbox.ts'
import { mailboxReply, mayReadMailbox } from './mailbox-page.ts'

/** Shows the development mailbox at `/dev/mail`, to somebody at this machine only; to others there is no such address. */
export function mountMailbox(app: FastifyInstance, mailbox: DevelopmentMailbox): void {
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    if (!mayReadMailbox(request.socket.remoteAddress, request.headers)) return reply.callNotFound()
    const [path = ''] = request.url.split('?')
    const { status, headers, body } = mailboxReply(path, await mailbox.list())
    return reply.code(status).headers(headers).send(body)
  }
  for (const path of ['/dev/mail', '/dev/mail.json', '/dev/mail.css', '/dev/mail/:id']) app.get(path, show)
}
