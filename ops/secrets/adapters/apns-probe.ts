import { readFileSync } from 'node:fs'
import { apns } from '#server/gateways/apns/apns.ts'
import { unsharedTokens } from '#server/gateways/apns/provider-tokens.ts'
import { apnsKeyOf, type ApnsKey } from '#server/platform/push-config.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { OpsSettings } from '../../settings.ts'

/** What Apple says of keys. */
export type AppleProbe = {
  /** Undefined when the text is no key. One object for each text, so that one token is made for each key. */
  keyIn(value: Secret): ApnsKey | undefined
  /** Undefined when Apple takes it. */
  reasonOf(key: ApnsKey): Promise<string | undefined>
  /** Whether Apple takes any other key that was asked about, by the same clock. */
  takesAnother(key: ApnsKey): Promise<boolean>
  /** It was none of Apple's. */
  forget(value: Secret): void
}

/**
 * How far back the tool's tokens are dated, in minutes. Apple takes them for an hour, and no two of one key within twenty minutes:
 * the other one may be the product's own, or of the tool a moment ago. The next of the product's is never too soon after either.
 */
const ages = [20, 55] as const

/** What Apple answers when another token of the key is too near. */
export const tooMany = 'TooManyProviderTokenUpdates'
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** Pushes to a phone that nobody has: each key over a connection of its own, because two on one are too many updates. */
export function appleProbe(
  { topic, url = 'https://api.push.apple.com', certificateAuthorityFile }: NonNullable<OpsSettings['apns']>,
  clock: () => Temporal.Instant
): AppleProbe {
  const certificateAuthority = certificateAuthorityFile && readFileSync(certificateAuthorityFile, 'utf8')
  const dated = ages.map((minutes) => {
    const now = () => clock().subtract({ minutes })
    return { now, tokens: unsharedTokens(now) }
  })
  /** Which of them Apple takes for a key: that one is shown again and again. */
  const chosen = new Map<ApnsKey, (typeof dated)[number]>()
  const keys = new Map<string, ApnsKey | undefined>()

  async function reasonWith(key: ApnsKey, aged: (typeof dated)[number]): Promise<string | undefined> {
    const urls = { production: url, sandbox: url }
    const sender = apns({
      ...aged,
      topic,
      urls,
      isStandIn: false,
      certificateAuthority,
      keys: () => [key],
      log: silent
    })
    return sender.check().finally(() => sender.close())
  }

  const probe: AppleProbe = {
    keyIn(value) {
      const text = value.reveal()
      if (!keys.has(text)) keys.set(text, apnsKeyOf(text))
      return keys.get(text)
    },
    async reasonOf(key) {
      const known = chosen.get(key)
      for (const each of known ? [known] : dated) {
        const reason = await reasonWith(key, each)
        if (reason === tooMany) continue
        chosen.set(key, each)
        return reason
      }
      return tooMany
    },
    async takesAnother(key) {
      const others = [...keys.values()].filter((other) => other !== undefined).filter((other) => other !== key)
      const reasons = await Promise.all(others.map((other) => probe.reasonOf(other)))
      return reasons.includes(undefined)
    },
    forget: (value) => void keys.delete(value.reveal())
  }
  return probe
}
