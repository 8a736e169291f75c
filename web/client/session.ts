import { getMe, type Me } from '#contract/accounts.ts'
import { listResidences, type Residence } from '#contract/residences.ts'
import { useQuery } from '@tanstack/react-query'
import { redirect } from 'react-router'
import { ApiProblem, forgetAnswers, keepAnswer, q } from '../api.ts'
import { wantedLanguage, speak } from '../messages/i18n.ts'
import { residencesInput } from './first-readings.ts'
import { waitingQueue } from './offline/complete.ts'
import { showWaiting } from './offline/waiting.ts'
import { paths } from './paths.ts'
import { mayBeSignedIn, rememberAccount, rememberLanguage, rememberSignedIn, storedResidence } from './preferences.ts'
import { queryClient } from './query-client.ts'

/** The signed-in person. */
export const meQuery = { ...q(getMe, {}), staleTime: 60_000 }
/** The homes one is part of, archived ones left out. */
export const residencesQuery = { ...q(listResidences, residencesInput), staleTime: 30_000 }

/** The signed-in person; only below the shell, whose loader has fetched it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (data === undefined) throw new Error('useMe outside the shell')
  return data
}

/** The homes one is part of; only below the shell. */
export function useResidences(): readonly Residence[] {
  return useQuery(residencesQuery).data?.items ?? []
}

/** Loader of everything signed-in: who is it, which homes, in which language; else to the sign-in page and back. */
export async function loadShell({ request }: { request: Request }): Promise<null> {
  const { pathname, search } = new URL(request.url)
  const next = pathname === '/' && search === '' ? undefined : `${pathname}${search}`
  if (!mayBeSignedIn()) throw redirect(paths.signIn({ next }))
  try {
    const [me] = await Promise.all([queryClient.ensureQueryData(meQuery), queryClient.ensureQueryData(residencesQuery)])
    rememberAccount(me.id)
    await speakTo(me)
    void waitingQueue()
      .then((queue) => queue.beginSending())
      .catch(() => undefined) // nothing can be kept here, so nothing waits
    return null
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'not_signed_in') {
      rememberSignedIn(false)
      throw redirect(paths.signIn({ next, ended: true }))
    }
    if (error instanceof ApiProblem && error.code === 'email_not_verified') throw redirect(paths.proveAddress())
    throw error
  }
}

/** Loader of the entrance: who is signed in already goes on. */
export function loadEntrance(): Response | null {
  return mayBeSignedIn() ? redirect(paths.today()) : null
}

/** Loader that goes to a page of the home in use, or to the welcome page when there is none. */
export function toCurrentHome(page: 'home' | 'board' | 'calendar' | 'history') {
  return async () => {
    const { items } = await queryClient.ensureQueryData(residencesQuery)
    const home = currentHome(items)
    return redirect(home ? paths[page](home.id) : paths.welcome())
  }
}

/** The home last looked at, else the first. */
export function currentHome(residences: readonly Residence[]): Residence | undefined {
  const stored = storedResidence()
  return residences.find((residence) => residence.id === stored) ?? residences[0]
}

/** After signing in: remembers the person and clears what somebody else may have left. */
export async function enter(me: Me): Promise<void> {
  forgetEverything()
  rememberSignedIn(true)
  await applyMe(me)
}

/** The person as the server has it now; the client speaks their language from here on. */
export async function applyMe(me: Me): Promise<void> {
  queryClient.setQueryData(meQuery.queryKey, me)
  rememberAccount(me.id)
  keepAnswer(getMe, {}, me)
  await speakTo(me)
}

/** Forgets what was read for a person. The entrance does it, when the pages that show the person are gone. */
export function forgetEverything(): void {
  showWaiting([])
  forgetAnswers()
  queryClient.clear()
}

async function speakTo(me: Me): Promise<void> {
  rememberLanguage(me.language)
  if (me.language !== wantedLanguage()) await speak(me.language, navigator.languages)
}
