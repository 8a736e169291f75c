import type { Socket } from 'node:net'
import type { ErrorCode } from '#contract/errors.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { apiHeaders } from './headers.ts'
import { limits } from './limits.ts'
import { problem } from './problem.ts'

type ParserError = Error & { code?: string; rawPacket?: unknown }

const reasons: Partial<Record<ErrorCode, string>> = {
  address_too_long: 'URI Too Long',
  headers_too_large: 'Request Header Fields Too Large',
  request_timeout: 'Request Timeout'
}

/** What node:http could not even parse: an answer in one piece, then the end of the connection. */
export function refuseMalformed(error: ParserError, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const code = codeOf(error)
  const answer = problem(new AppError(code), newId())
  const body = JSON.stringify(answer)
  const headers = {
    ...apiHeaders,
    'cache-control': 'no-store',
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': answer.requestId,
    connection: 'close'
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${answer.status} ${reasons[code] ?? 'Bad Request'}\r\n${lines.join('')}\r\n${body}`)
}

function codeOf({ code, rawPacket }: ParserError): ErrorCode {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout'
  if (code !== 'HPE_HEADER_OVERFLOW') return 'malformed_request'
  const firstLine = Buffer.isBuffer(rawPacket) ? rawPacket.indexOf('\n') : 0
  return firstLine === -1 || firstLine > limits.addressCharacters ? 'address_too_long' : 'headers_too_large'
}
