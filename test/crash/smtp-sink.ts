import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'

/** A real SMTP server on this machine that keeps what it is handed; at a free port unless one is named. */
export type SmtpSink = { readonly port: number; readonly mails: string[]; close(): Promise<void> }

export async function startSmtpSink(port = 0): Promise<SmtpSink> {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = ''
      stream.setEncoding('utf8').on('data', (part: string) => (text += part))
      stream.on('end', () => {
        mails.push(text)
        done()
      })
    }
  })
  server.on('error', () => {}) // connections that the crash cut
  const listener = server.listen(port, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return { port: address.port, mails, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
