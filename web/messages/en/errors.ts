import type { ErrorCode } from '#contract/errors.ts'

/** What a person reads for each code: what happened, and the way on. Adding a code to the contract asks for its text here. */
export const errors = {
  'error.offline': 'There’s no connection. What you entered is still here; try again in a moment.',
  'error.unexpected_answer': 'The answer wasn’t one of ours. Something between you and honeyDue may be in the way.',

  'error.invalid_json': 'That couldn’t be read. Reload the page and try again.',
  'error.invalid_input': 'Some of it isn’t right yet. Please check the marked fields.',
  'error.ambiguous_credentials': 'You’re signed in twice at once. Reload the page and try again.',
  'error.body_too_large': 'That’s more than we can take at once. Make it shorter and try again.',
  'error.unsupported_media_type': 'That couldn’t be read. Reload the page and try again.',
  'error.malformed_request': 'That couldn’t be read. Reload the page and try again.',
  'error.address_too_long': 'That address is too long. Go back to the start and find your way from there.',
  'error.request_timeout': 'The connection is slow right now. What you entered is still here; try again.',
  'error.headers_too_large': 'Your browser sent too much. Clearing this site’s cookies helps.',
  'error.route_not_found': 'This page is older than the service. Reload it and try again.',
  'error.method_not_allowed': 'This page is older than the service. Reload it and try again.',
  'error.cross_site_request': 'For your safety this only works from honeyDue itself. Open it in its own tab.',
  'error.invalid_cursor': 'The list has changed. Reload it to see it whole.',
  'error.idempotency_key_reused': 'This was sent before with other words. Reload the page and try again.',
  'error.idempotency_reply_withheld':
    'This was done already. Its secret is shown only once; make a new one if you need it.',
  'error.precondition_failed': 'Somebody changed this in the meantime. Look at the new version, then change it again.',

  'error.not_signed_in': 'You’re not signed in any more. Sign in and carry on where you were.',
  'error.email_not_verified': 'Prove your mail address first. We can send you a new code.',
  'error.step_up_required': 'This one is guarded. Show that it’s you, then carry on.',
  'error.proof_not_accepted': 'That isn’t right. Check it and try again.',
  'error.proofs_incomplete': 'One more proof is asked for. Reload the page and try again.',
  'error.session_not_found': 'This device isn’t signed in any more.',
  'error.too_many_requests': 'That was a lot at once. Wait a moment, then try again.',
  'error.push_device_not_found': 'This phone isn’t in the list any more.',
  'error.sign_in_failed': 'The address and the password don’t match.',
  'error.not_allowed': 'Your role in this home doesn’t include this. An owner or manager can help.',

  'error.password_too_weak': 'This password is easy to guess. A few unrelated words make a good one.',
  'error.code_not_accepted': 'This code doesn’t work. It may be mistyped, used or too old; we can send you a new one.',
  'error.reset_link_not_accepted': 'This link doesn’t work any more. Ask for a new one.',
  'error.current_password_wrong': 'That isn’t your current password.',
  'error.time_zone_unknown': 'We don’t know this time zone. Pick one from the list.',

  'error.residence_not_found': 'This home isn’t here, or you’re not part of it.',
  'error.member_not_found': 'This person isn’t part of the home any more.',
  'error.last_owner': 'A home needs an owner. Make someone else owner first.',
  'error.share_code_not_found': 'This code doesn’t work. It may be mistyped, used or too old; ask for a new one.',
  'error.residence_full': 'This home has as many people as it can hold.',
  'error.already_member': 'You’re part of this home already.',
  'error.residence_archived': 'This home is archived. Bring it back to change things.',

  'error.task_not_found': 'This task isn’t here any more.',
  'error.completion_not_found': 'This entry isn’t here any more.',
  'error.checklist_item_not_found': 'This item isn’t on the list any more.',
  'error.task_already_done': 'Somebody took care of this already.',
  'error.task_not_open': 'This task is cancelled or archived. Bring it back first.',
  'error.task_not_recurring': 'A one-time task can’t be skipped. Complete it or cancel it.',
  'error.completed_in_future': 'That day hasn’t come yet at this home.',
  'error.completion_not_latest': 'Something newer was done since. Undo that one first.',
  'error.assignee_not_member': 'Only people of this home can be picked.',
  'error.schedule_invalid': 'These dates contradict each other. Please check the schedule.',
  'error.rrule_refused': 'We can’t keep this rule as it is.',

  'error.busy': 'honeyDue is busy right now. Try again in a moment.',
  'error.database_unavailable': 'honeyDue can’t reach its records right now. Nothing was changed; try again shortly.',
  'error.shutting_down': 'honeyDue is restarting. Try again in a moment.',
  'error.internal': 'Something went wrong on our side. Nothing you saved is lost.'
} as const satisfies Readonly<Record<`error.${ErrorCode | 'offline' | 'unexpected_answer'}`, string>>
