import Type from 'typebox'
import { Strict } from '#contract/route.ts'

const Fingerprint = Type.String({ pattern: '^[a-z2-7]{10}$' })
const Moment = Type.String({ format: 'date-time' })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/**
 * What the internal listener answers, as data like the routes of the contract, which it is no part of: for whoever runs this
 * installation, never for the web.
 */
export const internalRoutes = {
  credentials: {
    method: 'GET',
    path: '/internal/credentials',
    reply: Type.Array(
      Strict({
        name: Type.String(),
        activeFp: Fingerprint,
        acceptedFps: Type.Array(Fingerprint),
        offeredFp: orNull(Fingerprint),
        loadedAt: Moment,
        lastUsedOk: orNull(Moment),
        lastError: orNull(Strict({ code: Type.String({ pattern: '^\\w{1,40}$' }), at: Moment }))
      })
    )
  }
} as const
