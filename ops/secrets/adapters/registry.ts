import Type from 'typebox'
import { Check } from 'typebox/value'
import { OutboundError } from '#server/platform/outbound.ts'
import { Secret } from '#server/platform/secret.ts'
import { privateFile } from '../../private-file.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { askFor, HumanNeeded } from '../guide.ts'
import type { Answer } from '../rotation.ts'
import { giteaTokens, type GiteaTokens } from './gitea-tokens.ts'
import { sectionOf, type AdapterGround } from './ground.ts'
import { guidedAdapter } from './guided.ts'
import { provider, ProviderError, reaching, type Provider } from './provider.ts'
import { imagesOf, mayPull, type PullLogin } from './registry-probe.ts'

const Entry = Type.Object({
  username: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  auth: Type.Optional(Type.String())
})
/** What kubelets read; a Secret of this type may name other registries too, which stay as they are. */
const DockerConfig = Type.Object({ auths: Type.Record(Type.String(), Entry) })

const secret = 'ghcr-credentials'
const key = '.dockerconfigjson'

/** ghcr-credentials: an access token of a Gitea that may read packages; of one user several work at once. */
export function registryFrom(ground: AdapterGround): Adapter {
  const { host, user, passwordFile, certificateAuthorityFile } = sectionOf(ground, 'registry')
  const ask = provider(reaching({ hosts: [host], certificateAuthorityFile }))
  const asks = asksOf(ground, ask, host)
  const common = { ...asks, host, user }
  if (passwordFile === undefined) return byHand(common)
  const password = privateFile(passwordFile, `the password of ${user} at ${host}`)
  return byRobot({ ...common, tokens: giteaTokens(ask, host, { user, password }) })
}

type Asks = Pick<Adapter, 'problems' | 'accepted' | 'adopted' | 'used'>
type Common = Asks & { readonly host: string; readonly user: string }

function asksOf({ cluster }: AdapterGround, ask: Provider, host: string): Asks {
  const running = async () => (await cluster.pods({})).filter(({ ending }) => !ending)
  const accepted = async (value: Secret): Promise<Answer> => {
    const login = loginIn(value, host)
    if (!login) return 'no'
    return mayPull(ask, host, {
      login,
      images: imagesOf(
        host,
        (await running()).flatMap(({ images }) => images)
      )
    })
  }
  const isPublished = async (value: Secret) => (await cluster.secret(secret))?.data.get(key)?.equals(value) ?? false
  return {
    accepted,
    async problems(published) {
      if (!loginIn(published, host)) return [`${key} has no login for ${host}.`]
      const answer = await accepted(published)
      return answer === 'unknown' ? [`${host} does not say of every image that runs whether it may be pulled.`] : []
    },
    /** Kubelets read the Secret at each pull. */
    adopted: async (value) => ((await isPublished(value)) ? 'yes' : 'no'),
    /** One that is on its way up may have been begun with the former. */
    async used(value) {
      if (await isPublished(value)) return 'yes'
      return (await running()).every(({ ready }) => ready) ? 'no' : 'yes'
    }
  }
}

const where = 'Gitea → Settings → Applications'

function byHand({ host, user, ...asks }: Common): Adapter {
  return guidedAdapter({
    ...asks,
    label: 'pull',
    where,
    called: (_, name) => (name === undefined ? 'the token that the cluster has used until now' : `the token ${name}`),
    async ask({ guide, published }, name) {
      const text = `${where}, as ${user}: create a token named ${name} that may read packages and nothing else, and paste it.`
      const made = (password: Secret) => withLogin(published, host, { user, password })
      const token = await askFor(guide, { id: 'token', text, hidden: true }, async (given) => {
        if (given.equals(loginIn(published, host)?.password ?? new Secret('')))
          return 'That is the token in use: paste the new one.'
        if (/[\s\p{Cc}]/u.test(given.reveal())) return 'A token is one word.'
        const answer = await asks.accepted(made(given))
        if (answer === 'no') return `With it ${user} may not pull the images that run: does it read packages?`
        return answer === 'unknown' ? `${host} does not say whether it takes it: try again later.` : undefined
      })
      return made(token)
    }
  })
}

function byRobot({ host, user, tokens, ...asks }: Common & { readonly tokens: GiteaTokens }): Adapter {
  /** Gitea tells the last eight characters of each. */
  const entryOf = async (value: Secret) => {
    const end = loginIn(value, host)?.password.reveal().slice(-8)
    return (await tokens.list()).find((token) => token.token_last_eight === end)
  }

  async function remove(value: Secret): Promise<void> {
    const found = await entryOf(value)
    if (found) return tokens.delete(found)
    const owner = loginIn(value, host)?.user
    if ((await asks.accepted(value)) === 'yes')
      throw new HumanNeeded(
        `${where}, as ${owner}: delete the token that the cluster has used until now; it is none of ${user}’s.`
      )
  }

  async function sweep({ rotation, epoch, guide }: Turn): Promise<void> {
    for (const token of await tokens.list()) {
      const [, seen] = new RegExp(`^honeydue-pull-${rotation}-(\\d+)$`).exec(token.name) ?? []
      // Of a later epoch than ours is somebody's who has taken our place.
      if (seen === undefined || Number(seen) > epoch) continue
      await tokens.delete(token)
      guide.tell(`The token ${token.name} was begun and its value lost: it is deleted.`)
    }
  }

  async function mint(turn: Turn) {
    await sweep(turn)
    const { published, rotation, epoch } = turn
    const password = await tokens.make(`honeydue-pull-${rotation}-${epoch}`)
    return { old: published, new: withLogin(published, host, { user, password }) }
  }

  return {
    ...asks,
    keepsOld: false,
    async problems(published) {
      try {
        await tokens.list()
        return await asks.problems(published)
      } catch (error) {
        if (error instanceof ProviderError || error instanceof OutboundError) return [`${error.message}.`]
        throw error
      }
    },
    mint,
    sweep,
    shown: (published) => published,
    showing: (_, value) => value,
    async admit() {
      throw new HumanNeeded(
        `${host} does not let the new token pull every image that runs: --abort takes the rotation back.`
      )
    },
    withdraw: ({ new: value }) => remove(value),
    revoke: ({ old: value }) => remove(value),
    async restore() {
      throw new HumanNeeded(
        `${host} refuses the new token, and the old one is deleted: write one made by hand into the Secret.`
      )
    },
    tidy: remove
  }
}

function configIn(text: Secret): Type.Static<typeof DockerConfig> | undefined {
  try {
    const found: unknown = JSON.parse(text.reveal())
    return Check(DockerConfig, found) ? found : undefined
  } catch {
    return undefined
  }
}

/** As its parts, or as `auth`, the base64 of `user:password`. */
function loginIn(text: Secret, host: string): PullLogin | undefined {
  const { username, password, auth = '' } = configIn(text)?.auths[host] ?? {}
  if (username !== undefined && password !== undefined) return { user: username, password: new Secret(password) }
  const [, user, rest] = /^([^:]+):(.+)$/s.exec(Buffer.from(auth, 'base64').toString()) ?? []
  return user === undefined || rest === undefined ? undefined : { user, password: new Secret(rest) }
}

function withLogin(text: Secret, host: string, { user, password }: PullLogin): Secret {
  const config = configIn(text) ?? { auths: {} }
  const auth = Buffer.from(`${user}:${password.reveal()}`).toString('base64')
  const entry = { username: user, password: password.reveal(), auth }
  return new Secret(JSON.stringify({ ...config, auths: { ...config.auths, [host]: entry } }))
}
