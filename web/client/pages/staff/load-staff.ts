import { mayBeSignedIn } from '../../preferences.ts'
import { queryClient } from '../../query-client.ts'
import { meQuery } from '../../session.ts'

/** Loader of what is for staff: for everybody else there is no such page. */
export async function loadStaff(): Promise<null> {
  if (!mayBeSignedIn()) return null // the shell's loader leads to the sign-in page
  const me = await queryClient.ensureQueryData(meQuery)
  if (!me.isStaff) throw new Response(null, { status: 404 })
  return null
}
