import type { OutboundReply } from '#server/platform/outbound.ts'
import type { Delivery } from '../push/push.ts'

export type FcmVerdict =
  | Exclude<Delivery, { outcome: 'gone' }>
  /** `isForeign`: the app was built for another project than the account's. */
  | { readonly outcome: 'gone'; readonly isForeign: boolean }
  | { readonly outcome: 'old token'; readonly reason: string }

/** "FCM error codes": by the code of FCM's own where there is one, otherwise by the status of Google's services. */
export function verdictOf({ status, text }: Pick<OutboundReply, 'status' | 'text'>): FcmVerdict {
  if (status === 200) return { outcome: 'delivered', environment: 'production' }
  const { code = String(status), isAboutRequest } = errorIn(text)
  if (code === 'INVALID_ARGUMENT' && isAboutRequest) return { outcome: 'refused', reason: code }
  return byCode[code] ?? { outcome: outcomeOf(status), reason: code }
}

const byCode: Readonly<Record<string, FcmVerdict>> = {
  UNREGISTERED: { outcome: 'gone', isForeign: false },
  INVALID_ARGUMENT: { outcome: 'gone', isForeign: false }, // of the token, where it is not about the request
  SENDER_ID_MISMATCH: { outcome: 'gone', isForeign: true },
  THIRD_PARTY_AUTH_ERROR: { outcome: 'misconfigured', reason: 'THIRD_PARTY_AUTH_ERROR' }
}

function outcomeOf(status: number): 'old token' | 'misconfigured' | 'later' | 'refused' {
  if (status === 401) return 'old token'
  if (status === 403 || status === 404) return 'misconfigured'
  return status === 429 || status >= 500 ? 'later' : 'refused'
}

type Detail = { readonly '@type'?: unknown; readonly errorCode?: unknown }

/** `isAboutRequest`: the request itself is not as it must be, which is our doing. */
function errorIn(text: string): { code: string | undefined; isAboutRequest: boolean } {
  const details = detailsIn(text)
  const own = details.find((detail) => detail['@type'] === 'type.googleapis.com/google.firebase.fcm.v1.FcmError')
  return {
    code: typeof own?.errorCode === 'string' ? own.errorCode : undefined,
    isAboutRequest: details.some((detail) => detail['@type'] === 'type.googleapis.com/google.rpc.BadRequest')
  }
}

function detailsIn(text: string): readonly Detail[] {
  try {
    const { error } = JSON.parse(text) as { error?: { details?: unknown } } // looked at in the next line
    return Array.isArray(error?.details) ? (error.details as Detail[]) : [] // each property is looked at where it is used
  } catch {
    return []
  }
}
