import { createPrivateKey } from 'node:crypto'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Strict } from '#contract/route.ts'

/** A login in one file, so that its halves can never be of two ages. */
export type Login = { readonly user: string; readonly password: string }
/** A key of the S3 protocol in one file. */
export type S3Key = { readonly keyId: string; readonly secretKey: string }

const line = Type.String({ pattern: '^[^\\p{Cc}]{1,1024}$' })
const LoginFile = Strict({ user: Type.String({ pattern: '^[^\\p{Cc}]{1,63}$' }), password: line })
const S3KeyFile = Strict({ keyId: Type.String({ pattern: '^[A-Za-z0-9]{1,128}$' }), secretKey: line })

/** A password: one line of text. */
export function lineProblem(text: string): string | undefined {
  return Check(line, text) ? undefined : 'is not one line of text'
}

/** What may stand behind `Bearer` (RFC 6750 §2.1). */
export function tokenProblem(text: string): string | undefined {
  return /^[\w.~+/-]{8,1024}=*$/.test(text) ? undefined : 'is no token of at least 8 characters'
}

/** Long enough that nobody tries them all. */
export function saltProblem(text: string): string | undefined {
  return text.length < 16 ? 'needs at least 16 characters (openssl rand -hex 32)' : lineProblem(text)
}

export function loginProblem(text: string): string | undefined {
  return loginOf(text) ? undefined : 'is no login: {"user":"…","password":"…"}'
}

export function loginOf(text: string): Login | undefined {
  const file = parsed(text)
  return Check(LoginFile, file) ? file : undefined
}

export function s3KeyProblem(text: string): string | undefined {
  return s3KeyOf(text) ? undefined : 'is no key of a bucket: {"keyId":"…","secretKey":"…"}'
}

export function s3KeyOf(text: string): S3Key | undefined {
  const file = parsed(text)
  return Check(S3KeyFile, file) ? file : undefined
}

export function signingKeyProblem(pem: string): string | undefined {
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'ed25519') return undefined
  } catch {} // no key at all: the same to whoever mends it
  return 'is no Ed25519 private key (openssl genpkey -algorithm ed25519)'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
