import * as api from '#contract/identities.ts'
import * as security from '#contract/security.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Answer, handle, type Handler } from '#server/platform/http/handle.ts'
import type { Entrant } from '../admit.ts'
import { admitted } from '../admitted.ts'
import { renewed } from '../renewed.ts'
import type { AccountServices } from '../services.ts'
import { receiveNotification } from './apple-events.ts'
import { begin, challengeApp, type Begun } from './begin.ts'
import { finishSignIn, signInWithIdToken, type Entered } from './finish.ts'
import { confirmLinkByMail, finishLinking, linkByTicket, mailLinkConfirmation } from './link.ts'
import { listIdentities, providerView } from './list-identities.ts'
import { beginProof, finishProof } from './prove.ts'
import { unlinkIdentity } from './unlink-identity.ts'

export function federationRoutes(services: AccountServices): Handler[] {
  return [
    handle(api.listSignInMethods, async () => ({ providers: services.providers.map(providerView) })),
    handle(api.beginProviderSignIn, async (ctx, { params }) =>
      begun(await begin(ctx, services, { ...params, kind: 'enter' }))
    ),
    handle(api.finishProviderSignIn, async (ctx, input) => entered(ctx, await finishSignIn(ctx, services, input))),
    handle(api.challengeApp, (ctx, { params }) => challengeApp(ctx, services, params.provider)),
    handle(api.signInWithIdToken, async (ctx, input) => entered(ctx, await signInWithIdToken(ctx, services, input))),
    handle(api.mailLinkConfirmation, (ctx, input) => mailLinkConfirmation(ctx, services, input)),
    handle(api.confirmLinkByMail, async (ctx, input) =>
      afterFlow(admitted(ctx, await confirmLinkByMail(ctx, services, input)))
    ),
    handle(api.listIdentities, (ctx) => listIdentities(ctx, services)),
    handle(api.beginLinking, async (ctx, { body: { provider } }) =>
      begun(await begin(ctx, services, { provider, kind: 'link', of: ctx.actor }))
    ),
    handle(api.finishLinking, async (ctx, input) => afterFlow(await finishLinking(ctx, services, input))),
    handle(api.linkIdentity, async (ctx, input) => afterFlow(await linkByTicket(ctx, services, input))),
    handle(security.beginProviderProof, async (ctx, { body: { provider } }) =>
      begun(await beginProof(ctx, services, provider))
    ),
    handle(security.finishProviderProof, async (ctx, { body }) =>
      afterFlow(renewed(await finishProof(ctx, services, body)))
    ),
    handle(api.unlinkIdentity, (ctx, { params }) => unlinkIdentity(ctx, params.identityId)),
    handle(api.receiveAppleNotification, (ctx, { body }) => receiveNotification(ctx, services, body.payload))
  ]
}

function begun({ url, kept, expiresAt }: Begun): Answer<{ url: string }> {
  return new Answer({ body: { url }, flow: { token: kept, expires: expiresAt } })
}

/** Nothing is under way any more in this browser. */
function afterFlow<T>(answer: T | Answer<T>): Answer<T> {
  const { body, cookie, deviceCookie } = answer instanceof Answer ? answer : new Answer({ body: answer })
  return new Answer<T>({ body, cookie, deviceCookie, flow: null })
}

/** The ticket for what is to be connected stays in the browser's cookie; an app gets it to keep. */
function entered(
  ctx: Pick<Ctx, 'origin'>,
  { outcome, token, ticket, transport }: Entered
): api.ProviderReply | Answer<api.ProviderReply> {
  if (!('link' in outcome)) return inBrowser(transport, admitted(ctx, { ...outcome, token, transport }))
  if (transport === 'bearer') return { link: { ...outcome.link, ticket: ticket.reveal() } }
  return new Answer({ body: outcome, flow: { token: ticket, expires: Temporal.Instant.from(outcome.link.expiresAt) } })
}

function inBrowser<T>(transport: Entrant['transport'], answer: T | Answer<T>): T | Answer<T> {
  return transport === 'cookie' ? afterFlow(answer) : answer
}
