import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Instant, Uuid, Words } from './values.ts'

const Platform = Words('apns', 'fcm')
/** Apps that come from Apple’s development tools are in its `sandbox`; everything else is `production`. */
const Environment = Words('production', 'sandbox')

/** A phone that may be told things. Its token never leaves again. Notices name its id: another registration has another. */
export const PushDevice = Strict({
  id: Uuid,
  platform: Platform,
  registeredAt: Instant,
  /** What registered it called itself. */
  userAgent: Type.String(),
  /** It was registered by the session that asks. */
  current: Type.Boolean()
})
export type PushDevice = Type.Static<typeof PushDevice>

const tag = 'Devices'

export const registerPushDevice = route({
  method: 'PUT',
  path: '/api/push-device',
  tag,
  ...signedIn,
  action: 'account.edit',
  resource: 'self',
  summary: 'Tell where this session can be sent notices; a token that was somebody else’s is theirs no more',
  body: Strict({
    platform: Platform,
    environment: Type.Optional(Environment),
    token: Type.String({ minLength: 16, maxLength: 4096, pattern: '^[\\x21-\\x7e]+$' })
  }),
  status: 200,
  reply: PushDevice,
  errors: []
})
export const listPushDevices = route({
  method: 'GET',
  path: '/api/push-devices',
  tag,
  ...signedIn,
  action: 'account.read',
  resource: 'self',
  summary: 'My phones that are sent notices, the latest first',
  status: 200,
  reply: Strict({ items: Type.Array(PushDevice) }),
  errors: []
})
export const removePushDevice = route({
  method: 'DELETE',
  path: '/api/push-devices/:deviceId',
  tag,
  ...signedIn,
  action: 'account.edit',
  resource: 'self',
  summary: 'Send nothing more to a phone of mine',
  params: Strict({ deviceId: Uuid }),
  status: 204,
  errors: ['push_device_not_found']
})
