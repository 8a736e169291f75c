import Type from 'typebox'
import { everybody, signedIn } from './policy.ts'
import { route, Strict, StrictPartial } from './route.ts'
import { Instant, Language, Line, TimeZone, Uuid, Nullable, Words } from './values.ts'

/** One mailbox (RFC 5321 §4.1.2 without quoted local parts, the domain in ASCII); compared without regard to case. */
export const Email = Type.String({
  maxLength: 254,
  pattern:
    "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*" +
    '@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$'
})
/** 10 to 256 characters, any but control characters; compared after Unicode NFC. */
export const Password = Line(256, 10)
/** What is checked against a stored hash: anything short enough, so that an old rule never keeps its owner out. */
export const GivenPassword = Type.String({ minLength: 1, maxLength: 1024 })
export const MailedCode = Type.String({ pattern: '^\\d{8}$' })
/** 256 bits in base64url. */
export const LinkToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })

/** `cookie`: the `__Host-` session cookie is set and no token is shown. `bearer`: the token comes in the reply, once. */
export const Transport = Words('cookie', 'bearer')

/** That somebody has done what one waits for: with name and title, without them, or not at all. */
const DoneNotices = Words('none', 'plain', 'full')

const Hour = Type.Integer({ minimum: 0, maximum: 23 })

export const Me = Strict({
  id: Uuid,
  email: Type.String(),
  displayName: Type.String(),
  timeZone: Type.String(),
  language: Language,
  dueSoonDays: Type.Integer(),
  /** The hour at which reminders come by mail; null: none come. */
  reminderHour: Nullable(Hour),
  /** On one's phones. */
  doneNotices: DoneNotices,
  createdAt: Instant,
  /** When the account will be erased, if that was asked for; until then it can be kept. */
  eraseAt: Nullable(Instant),
  /** `getSubscription` has something to tell: this installation holds the limits of plans, or something one has bought is not over. */
  offersPlans: Type.Boolean(),
  /** One may help others with what they have bought (`/api/staff/…`). */
  isStaff: Type.Boolean()
})
export type Me = Type.Static<typeof Me>

const DisplayName = Line(80)
const DueSoonDays = Type.Integer({ minimum: 1, maximum: 365 })

/**
 * `device`: by this the app's device is known from now on; it sends it as the header HoneyDue-Device with every sign-in, and
 * then nobody who guesses at the password elsewhere can keep it out. Null when it is known already, and for browsers,
 * which get a cookie.
 */
const SignedIn = Strict({
  me: Me,
  token: Nullable(Type.String()),
  device: Nullable(Type.String()),
  expiresAt: Instant
})

/**
 * The password or the provider was right, and more is asked for: `challenge` goes back with one of the methods. `mailed_code`:
 * the account has no second factor, but many are being guessed at just now and the device is not known; a code is mailed.
 */
const SecondFactorNeeded = Strict({
  secondFactor: Strict({
    challenge: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    methods: Type.Array(Words('totp', 'recovery_code', 'passkey', 'mailed_code')),
    expiresAt: Instant
  })
})
/** What every way of signing in is answered with. */
export const SignInReply = Type.Union([SignedIn, SecondFactorNeeded])
export type SignInReply = Type.Static<typeof SignInReply>

export const register = route({
  method: 'POST',
  path: '/api/registrations',
  tag: 'Accounts',
  ...everybody,
  action: 'account.register',
  resource: 'none',
  rate: 'register',
  summary: 'Register; a code is mailed. The answer is the same whether or not the address has an account',
  body: Strict({ email: Email, password: Password, displayName: DisplayName, timeZone: TimeZone, language: Language }),
  status: 202,
  reply: Strict({ registrationId: Uuid, expiresAt: Instant }),
  errors: ['password_too_weak', 'time_zone_unknown', 'busy']
})

export const resendCode = route({
  method: 'POST',
  path: '/api/registrations/:registrationId/codes',
  tag: 'Accounts',
  ...everybody,
  action: 'account.register',
  resource: 'registration',
  rate: 'mail',
  summary: 'Mail a new code; the former one ends',
  params: Strict({ registrationId: Uuid }),
  status: 202,
  errors: []
})

export const verifyRegistration = route({
  method: 'POST',
  path: '/api/registrations/:registrationId/verification',
  tag: 'Accounts',
  ...everybody,
  action: 'account.register',
  resource: 'registration',
  rate: 'code',
  summary: 'Prove the address with the mailed code: makes the account and signs in',
  params: Strict({ registrationId: Uuid }),
  body: Strict({ code: MailedCode, transport: Transport }),
  status: 201,
  reply: SignedIn,
  secretReply: true,
  errors: ['code_not_accepted']
})

export const signIn = route({
  method: 'POST',
  path: '/api/sessions',
  tag: 'Accounts',
  ...everybody,
  action: 'account.enter',
  resource: 'none',
  rate: 'sign_in',
  summary: 'Sign in',
  body: Strict({ email: Email, password: GivenPassword, transport: Transport }),
  status: 201,
  reply: SignInReply,
  secretReply: true,
  errors: ['sign_in_failed', 'busy']
})

export const signOut = route({
  method: 'DELETE',
  path: '/api/session',
  tag: 'Accounts',
  ...signedIn,
  action: 'account.enter',
  resource: 'self',
  verified: false,
  summary: 'Sign out: ends this session',
  status: 204,
  errors: []
})

export const forgotPassword = route({
  method: 'POST',
  path: '/api/password-resets',
  tag: 'Accounts',
  ...everybody,
  action: 'account.recover',
  resource: 'none',
  rate: 'mail',
  summary: 'Mail a link to choose a new password. The answer is the same whether or not the address has an account',
  body: Strict({ email: Email }),
  status: 202,
  errors: []
})

export const resetPassword = route({
  method: 'POST',
  path: '/api/password-resets/confirmation',
  tag: 'Accounts',
  ...everybody,
  action: 'account.recover',
  resource: 'none',
  rate: 'code',
  summary: 'Choose a new password with the mailed token; ends every session',
  body: Strict({ token: LinkToken, password: Password }),
  status: 204,
  errors: ['reset_link_not_accepted', 'password_too_weak', 'busy']
})

export const changePassword = route({
  method: 'PUT',
  path: '/api/me/password',
  tag: 'Accounts',
  ...signedIn,
  action: 'account.secure',
  resource: 'self',
  rate: 'step_up',
  verified: false,
  summary: 'Change the password; ends every other session',
  body: Strict({ currentPassword: GivenPassword, newPassword: Password }),
  status: 204,
  errors: ['current_password_wrong', 'password_too_weak', 'busy']
})

export const setPassword = route({
  method: 'POST',
  path: '/api/me/password',
  tag: 'Accounts',
  ...signedIn,
  action: 'account.secure',
  resource: 'self',
  rate: 'step_up',
  verified: false,
  stepUp: true,
  summary: 'Set a password where there is none; ends every other session',
  body: Strict({ newPassword: Password }),
  status: 204,
  errors: ['password_already_there', 'password_too_weak', 'busy']
})

export const getMe = route({
  method: 'GET',
  path: '/api/me',
  tag: 'Accounts',
  ...signedIn,
  action: 'account.read',
  resource: 'self',
  verified: false,
  summary: 'The signed-in person',
  status: 200,
  reply: Me,
  errors: []
})

export const updateMe = route({
  method: 'PATCH',
  path: '/api/me',
  tag: 'Accounts',
  ...signedIn,
  action: 'account.edit',
  resource: 'self',
  summary: 'Change the profile',
  body: StrictPartial(
    {
      displayName: DisplayName,
      timeZone: TimeZone,
      language: Language,
      dueSoonDays: DueSoonDays,
      reminderHour: Nullable(Hour),
      doneNotices: DoneNotices
    },
    { minProperties: 1 }
  ),
  status: 200,
  reply: Me,
  errors: ['time_zone_unknown']
})
