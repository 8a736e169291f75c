import { scopeOfProcess, type Scope } from '#test/afterwards.ts'
import { testAppStore } from '#test/doubles/app-store/app-store.ts'
import { compact, signingAuthority } from '#test/doubles/app-store/signing-authority.ts'
import { signedNotifications } from '#test/doubles/app-store/signed-notifications.ts'
import { testGooglePlay } from '#test/doubles/google-play.ts'
import { fileOfServiceAccount } from '#test/doubles/service-account.ts'
import { monthly, testStripe } from '#test/doubles/stripe.ts'
import { side } from './against-limit.ts'
import { compare, total, type Comparison } from './compare.ts'
import { startApi } from './processes.ts'
import type { Asked, PurchaseStage } from './purchase-rows.ts'
import type { Scenario } from './requests.ts'

type Message = { readonly headers: Readonly<Record<string, string>>; readonly body: string }
type Store = {
  readonly name: string
  readonly path: string
  /** What a true one is answered. */
  readonly taken: number
  /** Its block of the configuration, and its files of the secrets folder. */
  readonly settings: object
  readonly secrets: Readonly<Record<string, string>>
  /** Another one each time. */
  readonly truth: () => Message
  /** Each as large as is read at all. */
  readonly forged: Readonly<Record<string, () => Message>>
}

/** Sixty-four kilobytes are read; a little less than that. */
const largest = 64_900
const amount = 200
const rounds = 3

/** What refusing the dearest forgery of each store costs, against taking in what is true: no lever for who can send. */
export async function forgedRows(stage: PurchaseStage, scale: number): Promise<Asked[]> {
  await using scope = scopeOfProcess()
  const stores = [await appStore(scope), await googlePlay(scope), await stripe(scope)]
  const api = await startApi(stage.folder, stage.full.connection, {
    passwords: stage.passwords,
    subscriptions: Object.assign({}, ...stores.map(({ settings }) => settings)),
    secrets: Object.assign({}, ...stores.map(({ secrets }) => secrets))
  })
  try {
    const rows: Asked[] = []
    for (const store of stores) rows.push(await dearest(stage, api, { store, scale }))
    return rows
  } finally {
    await api.stop()
  }
}

async function dearest(
  stage: PurchaseStage,
  api: Parameters<typeof side>[0],
  { store, scale }: { store: Store; scale: number }
): Promise<Asked> {
  const { name, path, taken, truth, forged } = store
  const subjects = [stage.full.large]
  const measured: { kind: string; comparison: Comparison }[] = []
  for (const [kind, make] of Object.entries(forged)) {
    const sides = [
      side(api, posting(path, make, 401), subjects),
      side(api, posting(path, truth, taken), subjects)
    ] as const
    const options = { rounds, amount: Math.max(32, Math.round(amount * scale)) }
    measured.push({ kind, comparison: await compare(stage.admin, sides, options) })
  }
  const [first, ...others] = measured.toSorted((left, right) => costOf(right) - costOf(left))
  if (!first) throw new Error('nothing is forged')
  const what = `${name}: refuse 64 kB ${first.kind} (dearest of ${others.length + 1} forgeries), against a true one`
  return { what, goal: 1, comparison: first.comparison }
}

function costOf({ comparison }: { comparison: Comparison }): number {
  return total(comparison.first)
}

function posting(path: string, make: () => Message, status: number): Scenario {
  return { request: () => ({ method: 'POST', path, ...make() }), status }
}

const json = { 'content-type': 'application/json' }

async function appStore(scope: Scope): Promise<Store> {
  const now = () => Temporal.Now.instant()
  const store = await testAppStore(scope, { now })
  const purchases = Array.from({ length: 200 }, () => store.buy())
  const { authority } = store
  const { signer: other } = await signingAuthority()
  const { notification } = signedNotifications(authority, now().epochMilliseconds)
  const { x5c } = authority.signer
  const byOtherKey = {
    ...authority.signer,
    jws: (payload: object, header?: object) => compact(payload, { alg: 'ES256', x5c, ...header }, other.key)
  }
  const large = (made: NonNullable<Parameters<typeof notification>[0]>): (() => Message) => {
    const room = Math.floor(((largest - notification(made).length) * 3) / 4)
    const signedPayload = notification({ ...made, outer: { padding: 'x'.repeat(room) } })
    return () => ({ headers: json, body: JSON.stringify({ signedPayload }) })
  }
  let count = 0
  return {
    name: 'App Store',
    path: '/api/webhooks/app-store',
    taken: 200,
    settings: { apple: store.settings },
    secrets: { APP_STORE_KEY: store.keyFile },
    truth() {
      const { signedPayload } = purchases[count++ % purchases.length]?.renew() ?? {}
      return { headers: json, body: JSON.stringify({ signedPayload }) }
    },
    forged: {
      'by the key of somebody else': large({ signer: byOtherKey }),
      'by the chain of somebody else': large({ signer: other }),
      'by the leaf of somebody else': large({ signer: other, header: { x5c: [other.x5c[0], x5c[1], x5c[2]] } }),
      'by another algorithm': large({ header: { alg: 'ES384' } })
    }
  }
}

async function googlePlay(scope: Scope): Promise<Store> {
  const play = await testGooglePlay(scope, { isPlain: true })
  const { store, topic } = play
  const { packageName, pushAudience, pushAccount, subscription, standIn } = play.settings
  const tokens = Array.from({ length: 200 }, () => store.buy())
  const signed = await topic.sign()
  const by = (token: string) => ({ ...json, authorization: `Bearer ${token}` })
  const next = (index: number) => {
    topic.waiting.splice(0)
    store.told(tokens[index % tokens.length] ?? '', 'RENEWED')
    const [message] = topic.waiting.splice(0)
    if (!message) throw new Error('nothing was told')
    return topic.envelope(message)
  }
  const envelope = next(0)
  const padding = 'x'.repeat(largest - JSON.stringify(envelope).length)
  const body = JSON.stringify({ ...envelope, padding })
  const large = (headers: Message['headers']) => () => ({ headers, body })
  let count = 0
  return {
    name: 'Google Play',
    path: '/api/webhooks/google-play',
    taken: 204,
    settings: {
      google: { packageName, pushAudience, pushAccount, subscription, standIn, products: { pro_monthly: 'pro' } }
    },
    secrets: { PLAY_SERVICE_ACCOUNT: fileOfServiceAccount(play.account) },
    truth: () => ({ headers: by(signed), body: JSON.stringify(next(count++)) }),
    forged: {
      'signed by nobody': large(json),
      'with another signature': large(by(`${signed.slice(0, -100)}${'A'.repeat(50)}${signed.slice(-50)}`)),
      'for another audience': large(by(await topic.sign({ aud: 'https://elsewhere.example' }))),
      'by a key that nobody knows': large(by(await topic.sign({}, { kid: 'nobody’s' })))
    }
  }
}

async function stripe(scope: Scope): Promise<Store> {
  const double = await testStripe(scope)
  const { world } = double
  const ids = Array.from(
    { length: 200 },
    (_, index) => world.subscribe(`cus_${index}`, { price: monthly, metadata: {} }).id
  )
  const padded = { object: 'event', padding: 'x'.repeat(largest - 100) }
  const messageOf = ({ payload, headers }: ReturnType<typeof double.signed>): Message => ({ headers, body: payload })
  const by = (...secrets: string[]) => {
    const message = messageOf(double.signed(padded, { secrets }))
    return () => message
  }
  const long = messageOf(double.signed(padded, { at: Temporal.Now.instant().subtract({ minutes: 10 }) }))
  let count = 0
  return {
    name: 'Stripe',
    path: '/api/webhooks/stripe',
    taken: 200,
    settings: { stripe: { products: { [monthly]: 'pro' }, standIn: double.url } },
    secrets: { STRIPE_KEY: double.key, STRIPE_WEBHOOK_SECRET: double.secrets.join('\n') },
    truth() {
      while (count >= world.events.length) world.renew(ids[count % ids.length] ?? '')
      return messageOf(double.signed(world.events[count++] ?? {}))
    },
    forged: {
      'by another secret': by('whsec_of_somebody_else'),
      'by four other secrets': by('whsec_1', 'whsec_2', 'whsec_3', 'whsec_4'),
      'signed long ago': () => long
    }
  }
}
