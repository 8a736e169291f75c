/** Every address of the web client is built here and nowhere else; paths.test.ts renders them all against the router. */

/** What can be done with a task in its sheet, beside reading it. */
export type TaskAct = 'edit' | 'complete'

type Next = {
  /** Where to go on afterwards: an address inside the client. */
  next?: string | undefined
  /** The session ended while somebody was at work. */
  ended?: boolean
  /** A new password was just set. */
  reset?: boolean
}

export const paths = {
  today: () => '/',
  signIn: (after: Next = {}) =>
    withQuery('/sign-in', {
      next: after.next,
      ended: after.ended ? '1' : undefined,
      reset: after.reset ? '1' : undefined
    }),
  register: (after: Next = {}) => withQuery('/register', { next: after.next }),
  verify: (registrationId: string, after: Next = {}) => withQuery(`/verify/${registrationId}`, { next: after.next }),
  forgot: () => '/forgot-password',
  /** The mailed token stands behind `#`, which no server and no log sees. */
  reset: (token: string) => `/reset-password#token=${token}`,
  /** Proves the address one has, or another one, before anything else. */
  proveAddress: () => '/prove-address',
  /** The mailed link that stops a change of address. */
  stopAddressChange: (token: string) => `/stop-address-change#token=${token}`,
  /** Where a provider sends one back to; only ever reached from there. */
  providerReturn: (provider: string) => `/sign-in/callback/${provider}`,
  /** Connect a provider's identity to one's account; a mailed token stands behind `#`. */
  connect: () => '/connect',
  /** A share code, likewise behind `#`. */
  join: (code?: string) => (code === undefined ? '/join' : `/join#${code}`),
  /** A guest's job; the secret stands behind `#`, too. */
  job: (secret: string) => `/job#${secret}`,
  /** The code of a home that is handed over, likewise. */
  takeOver: (code?: string) => (code === undefined ? '/take-over' : `/take-over#${code}`),
  welcome: () => '/welcome',
  newHome: () => '/homes/new',
  home: (residenceId: string) => `/homes/${residenceId}`,
  homeSettings: (residenceId: string) => `/homes/${residenceId}/settings`,
  homeEvents: (residenceId: string) => `/homes/${residenceId}/events`,
  contractors: (residenceId: string) => `/homes/${residenceId}/tradespeople`,
  contractor: (residenceId: string, contractorId: string) => `/homes/${residenceId}/tradespeople/${contractorId}`,
  people: (residenceId: string) => `/homes/${residenceId}/people`,
  board: (residenceId: string) => `/homes/${residenceId}/board`,
  calendar: (residenceId: string, month?: string) => withQuery(`/homes/${residenceId}/calendar`, { month }),
  history: (residenceId: string) => `/homes/${residenceId}/history`,
  papers: (residenceId: string) => `/homes/${residenceId}/papers`,
  paper: (residenceId: string, documentId: string) => `/homes/${residenceId}/papers/${documentId}`,
  /** A year in figures. */
  reports: (residenceId: string) => `/homes/${residenceId}/reports`,
  /** What of the home will need replacing, and when. */
  forecast: (residenceId: string) => `/homes/${residenceId}/forecast`,
  /** What the home may need, to choose from. */
  ideas: (residenceId: string) => `/homes/${residenceId}/ideas`,
  /** The home's rooms and what stands in them. */
  assets: (residenceId: string) => `/homes/${residenceId}/appliances`,
  /** To print: of all appliances, or of one. */
  labels: (residenceId: string, only?: string) => withQuery(`/homes/${residenceId}/labels`, { only }),
  /** One appliance; short, because it stands on printed labels. */
  asset: (assetId: string) => `/appliances/${assetId}`,
  /** Lists of other programs, to bring in. */
  lists: (residenceId: string) => `/homes/${residenceId}/lists`,
  /** What a new home has, then a year proposed for it. */
  setUp: (residenceId: string, step?: 'plan') => withQuery(`/homes/${residenceId}/set-up`, { step }),
  /** A task from outside (a mail, a push): opens its sheet over Today. */
  task: (taskId: string) => withQuery('/', { task: taskId }),
  /** What was done without a connection. */
  waiting: () => '/waiting',
  /** For whoever helps others with what they have bought. */
  staff: () => '/staff',
  staffPurchase: (purchaseId: string) => `/staff/purchases/${purchaseId}`,
  settings: () => '/settings',
  plan: () => '/settings/plan',
  security: () => '/settings/security'
}

/** The search part that opens a task's sheet over the page one is on; what else the page keeps in its address stays. */
export function searchWithTask(current: URLSearchParams, taskId: string, act?: TaskAct): string {
  const search = searchWithoutTask(current)
  search.set('task', taskId)
  if (act !== undefined) search.set('do', act)
  return `?${search}`
}

/** What of a new task is filled in already. */
type Given = { startOn?: string; assetId?: string }

/** The search part that opens the form for a new task in a residence. */
export function searchWithNewTask(current: URLSearchParams, residenceId: string, given: Given = {}): string {
  const search = searchWithoutTask(current)
  search.set('newTask', residenceId)
  if (given.startOn !== undefined) search.set('on', given.startOn)
  if (given.assetId !== undefined) search.set('for', given.assetId)
  return `?${search}`
}

/** The search part without any sheet. */
export function searchWithoutTask(current: URLSearchParams): URLSearchParams {
  const search = new URLSearchParams(current)
  for (const name of ['task', 'do', 'newTask', 'on', 'for']) search.delete(name)
  return search
}

/** An address inside the client, or Today: what comes from the address bar must not lead anywhere else. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : paths.today()
}

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
