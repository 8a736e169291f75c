import { openGooglePlay } from '../gateways/google-play/open-google-play.ts'
import { PlayUnavailable } from '../gateways/google-play/play-calls.ts'
import { finder, type Config } from '../platform/config.ts'
import { googlePlaySecret } from '../platform/google-play-config.ts'
import { createLog } from '../platform/log.ts'
import { Secret } from '../platform/secret.ts'
import { secretFiles } from '../platform/secrets/secret-files.ts'

type Found = { readonly message: string; readonly hint?: string } | undefined

/** Asks Google Play about what nobody bought, to see whether it lets the service account ask. */
export async function googlePlayFinding({ secretsFolder, subscriptions }: Config): Promise<Found> {
  const { found, problems } = finder(secretFiles(secretsFolder))
  const secret = googlePlaySecret(true, found)
  const ground = { now: Temporal.Now.instant, log: createLog('error') }
  const message = problems[0] ?? (await problemOf(openGooglePlay({ subscriptions }, { googlePlay: secret }, ground)))
  return message === undefined
    ? undefined
    : {
        message,
        hint: 'Check subscriptions.google and the file PLAY_SERVICE_ACCOUNT; see docs/subscriptions.md.'
      }
}

async function problemOf(googlePlay: ReturnType<typeof openGooglePlay>): Promise<string | undefined> {
  try {
    await googlePlay?.api.subscription(new Secret('nobody-has-bought-this'))
    return undefined
  } catch (error) {
    if (error instanceof PlayUnavailable) return error.message
    throw error
  }
}
