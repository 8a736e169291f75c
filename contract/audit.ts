import { contractorEvents } from './audit-contractors.ts'
import { planEvents } from './audit-plans.ts'
import { purchaseEvents } from './audit-purchases.ts'
import { phoneEvents } from './audit-phones.ts'
import { meterEvents } from './audit-meters.ts'
import { reportEvents } from './audit-reports.ts'
import { staffEvents } from './audit-staff.ts'

/** What an event is about: `subjectId` is its id; of a person it is the person's. */
export type AuditSubject =
  | 'none'
  | 'person'
  | 'registration'
  | 'residence'
  | 'share_code'
  | 'task'
  | 'file'
  | 'document'
  | 'area'
  | 'asset'
  | 'contractor'
  | 'meter'
  | 'purchase'
type Entry = {
  readonly subject: AuditSubject
  readonly outcome: 'done' | 'refused'
  /** Shown among the recent events of whom it concerns. */
  readonly security: boolean
  readonly means: string
}

/** What members do in their home. */
function inHome<const S extends AuditSubject>(subject: S, means: string) {
  return { subject, outcome: 'done', security: false, means } as const
}

/** Every event that is written to the audit log; docs/audit-events.md is made of it. */
export const auditEvents = {
  'account.registered': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'The account was made: the address was proved'
  },
  'account.deletion_requested': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'Deletion of the account was asked for'
  },
  'account.deletion_cancelled': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'The deletion was taken back'
  },
  'account.erased': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'The account and what only it held are gone'
  },
  'registration.requested': {
    subject: 'registration',
    outcome: 'done',
    security: true,
    means: 'Somebody registered; nothing says yet that the address is theirs'
  },
  'registration.code_requested': {
    subject: 'registration',
    outcome: 'done',
    security: true,
    means: 'A new code was asked for'
  },
  'registration.refused': {
    subject: 'registration',
    outcome: 'refused',
    security: true,
    means: 'A code of a registration was wrong, used or expired'
  },
  'email.verified': { subject: 'person', outcome: 'done', security: true, means: 'The address was proved' },
  'email.verification_refused': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'The code or link for the address was not accepted'
  },
  'address.change_requested': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'Another address was asked for; a code went to it, and a notice to the former one'
  },
  'address.code_requested': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A new code for the other address was asked for'
  },
  'address.proof_refused': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'The code for the other address was not accepted'
  },
  'address.proved': { subject: 'person', outcome: 'done', security: true, means: 'The other address was proved' },
  'address.changed': { subject: 'person', outcome: 'done', security: true, means: 'The account has another address' },
  'address.change_cancelled': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'The change of address was taken back'
  },
  'address.change_stopped': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'The change of address was stopped from the former address'
  },
  'address.stop_refused': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'The link to stop the change was not accepted'
  },
  'profile.changed': {
    subject: 'person',
    outcome: 'done',
    security: false,
    means: 'Name, zone, language or threshold was changed'
  },
  'sign_in.refused': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'The password was wrong, or nobody has the address'
  },
  'guessing.paused': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'Too many wrong guesses: unknown devices wait'
  },
  'guessing.many_accounts': {
    subject: 'none',
    outcome: 'done',
    security: true,
    means: 'Wrong guesses at many accounts from one network'
  },
  'session.started': { subject: 'person', outcome: 'done', security: true, means: 'A session began' },
  'session.replaced': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A session from the same device took the place of the former one'
  },
  'session.evicted': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'The session unused the longest ended, because there were too many'
  },
  'session.token_reused': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'A token came that its session had replaced long before; the session ended, because somebody had a copy'
  },
  'session.ended': { subject: 'person', outcome: 'done', security: true, means: 'One or more sessions ended' },
  'step_up.done': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'Somebody signed in showed once more who they are'
  },
  'step_up.refused': { subject: 'person', outcome: 'refused', security: true, means: 'Showing it once more failed' },
  'password.changed': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'The password was changed by who knew the former one'
  },
  'password.change_refused': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'The current password was wrong'
  },
  'password.reset_requested': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A link to choose a new password was asked for'
  },
  'password.reset': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A new password was chosen with the mailed link'
  },
  'password.reset_refused': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'The link was wrong, used or expired'
  },
  'second_factor.asked': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'The first factor was right, and a second one was asked for'
  },
  'second_factor.refused': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'The second factor was wrong'
  },
  'totp.begun': { subject: 'person', outcome: 'done', security: true, means: 'Setting up an authenticator began' },
  'totp.added': { subject: 'person', outcome: 'done', security: true, means: 'An authenticator app was added' },
  'totp.refused': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'A code of the authenticator was not accepted while setting it up'
  },
  'totp.removed': { subject: 'person', outcome: 'done', security: true, means: 'The authenticator app was removed' },
  'recovery_code.made': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'New recovery codes replaced the former ones'
  },
  'recovery_code.used': { subject: 'person', outcome: 'done', security: true, means: 'A recovery code was used' },
  'passkey.added': { subject: 'person', outcome: 'done', security: true, means: 'A passkey was added' },
  'passkey.renamed': { subject: 'person', outcome: 'done', security: true, means: 'A passkey got another name' },
  'passkey.removed': { subject: 'person', outcome: 'done', security: true, means: 'A passkey was removed' },
  'passkey.refused': { subject: 'person', outcome: 'refused', security: true, means: 'A passkey was not accepted' },
  'passkey.counter_fell': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A passkey’s counter fell: it may have been copied'
  },
  'identity.linked': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'An identity of another provider was linked'
  },
  'identity.unlinked': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'An identity of another provider was unlinked'
  },
  'identity.link_asked': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A first sign-in with a provider met an account with the same address'
  },
  'identity.link_mailed': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A link to confirm that was mailed'
  },
  'identity.link_refused': { subject: 'person', outcome: 'refused', security: true, means: 'It was not confirmed' },
  'identity.consent_ended': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'The provider said that consent to the service ended'
  },
  'provider_event.received': {
    subject: 'none',
    outcome: 'done',
    security: true,
    means: 'A provider sent a notice about an identity'
  },
  'provider_event.repeated': {
    subject: 'none',
    outcome: 'done',
    security: true,
    means: 'A provider sent the same notice again'
  },
  'device.revoked': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A known device is not known any more'
  },
  ...purchaseEvents,
  ...phoneEvents,
  ...planEvents,
  'export.requested': { subject: 'person', outcome: 'done', security: true, means: 'A copy of all data was asked for' },
  'export.made': { subject: 'person', outcome: 'done', security: true, means: 'The copy was made' },
  'export.too_large': {
    subject: 'person',
    outcome: 'refused',
    security: true,
    means: 'The copy is too large to be made'
  },
  'export.downloaded': { subject: 'person', outcome: 'done', security: true, means: 'The copy was downloaded' },
  'access.refused': {
    subject: 'none',
    outcome: 'refused',
    security: true,
    means: 'Somebody signed in asked for what their role, address or last proof does not allow; `detail` says which'
  },
  'residence.created': { subject: 'residence', outcome: 'done', security: false, means: 'A residence was made' },
  'residence.updated': {
    subject: 'residence',
    outcome: 'done',
    security: false,
    means: 'Facts of a residence were changed'
  },
  'residence.archived': { subject: 'residence', outcome: 'done', security: false, means: 'A residence was archived' },
  'residence.unarchived': {
    subject: 'residence',
    outcome: 'done',
    security: false,
    means: 'A residence was brought back'
  },
  'residence.deleted': {
    subject: 'residence',
    outcome: 'done',
    security: false,
    means: 'A residence and all it held are gone'
  },
  'member.joined': { subject: 'person', outcome: 'done', security: false, means: 'Somebody became a member' },
  'member.left': { subject: 'person', outcome: 'done', security: false, means: 'A member left' },
  'member.removed': { subject: 'person', outcome: 'done', security: false, means: 'A member was removed' },
  'role.changed': { subject: 'person', outcome: 'done', security: false, means: 'A member got another role' },
  'ownership.transferred': {
    subject: 'person',
    outcome: 'done',
    security: false,
    means: 'Another member owns the residence'
  },
  'calendar_feed.created': { subject: 'person', outcome: 'done', security: true, means: 'A calendar address was made' },
  'calendar_feed.revoked': { subject: 'person', outcome: 'done', security: true, means: 'A calendar address ended' },
  'tasks.imported': { subject: 'residence', outcome: 'done', security: false, means: 'Tasks were made of a list' },
  'share_code.created': { subject: 'share_code', outcome: 'done', security: false, means: 'A code to join was made' },
  'share_code.used': { subject: 'share_code', outcome: 'done', security: false, means: 'A code to join was used' },
  'share_code.revoked': {
    subject: 'share_code',
    outcome: 'done',
    security: false,
    means: 'A code to join was revoked'
  },
  'task.created': inHome('task', 'A task was made'),
  'task.updated': inHome('task', 'A task was changed'),
  'task.deleted': inHome('task', 'A task was deleted'),
  'task.started': inHome('task', 'A task was begun'),
  'task.stopped': inHome('task', 'A task is not in progress any more'),
  'task.cancelled': inHome('task', 'A task was cancelled'),
  'task.uncancelled': inHome('task', 'A cancelled task was brought back'),
  'task.archived': inHome('task', 'A task was archived'),
  'task.unarchived': inHome('task', 'An archived task was brought back'),
  'task.completed': inHome('task', 'A task was done'),
  'task.inspected': inHome('task', 'A task was looked at and found good'),
  'task.skipped': inHome('task', 'A date of a task was skipped'),
  'completion.undone': inHome('task', 'The latest completion of a task was undone'),
  'completion.photos_changed': inHome('task', 'The photos of a completion were changed'),
  'completion.added_to': inHome('task', 'Words or photos were added to a completion'),
  'area.created': inHome('area', 'A room was added'),
  'area.updated': inHome('area', 'A room was changed'),
  'area.deleted': inHome('area', 'A room was deleted'),
  'asset.created': inHome('asset', 'An appliance was added'),
  'asset.updated': inHome('asset', 'An appliance was changed'),
  'asset.deleted': inHome('asset', 'An appliance was deleted'),
  'asset.archived': inHome('asset', 'An appliance was archived'),
  'asset.unarchived': inHome('asset', 'An archived appliance was brought back'),
  'file.added': inHome('file', 'A photo or paper was added'),
  'file.captioned': inHome('file', 'What stands below a picture was changed'),
  'file.deleted': inHome('file', 'A photo or paper was deleted'),
  'document.created': inHome('document', 'A document was added'),
  'document.updated': inHome('document', 'A document was changed'),
  'document.deleted': inHome('document', 'A document was deleted'),
  'checklist_item.ticked': inHome('task', 'An item of a checklist was ticked'),
  'checklist_item.unticked': inHome('task', 'An item of a checklist was unticked'),
  ...contractorEvents,
  ...meterEvents,
  ...reportEvents,
  ...staffEvents
} as const satisfies Record<string, Entry>

export type AuditEventName = keyof typeof auditEvents
