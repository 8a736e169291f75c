/** Every way a request can fail: stable `code` → HTTP status and title (RFC 9457). Clients switch on the code, never on the text. */
export const errors = {
  // The request itself
  invalid_json: {
    status: 400,
    title: 'The body is not well-formed UTF-8 JSON, holds a key twice, or is too deep or too broad.'
  },
  invalid_input: { status: 422, title: 'Some fields are missing, unknown or out of range; see `fields`.' },
  ambiguous_credentials: { status: 400, title: 'Send the session cookie or the Authorization header, not both.' },
  body_too_large: { status: 413, title: 'The body is larger than this route accepts.' },
  unsupported_media_type: {
    status: 415,
    title: 'Send the body as the operation describes it, JSON in UTF-8, not compressed.'
  },
  malformed_request: { status: 400, title: 'The request line or its headers are malformed.' },
  host_not_known: { status: 421, title: 'This server does not answer to that host name; see its publicUrl.' },
  address_too_long: { status: 414, title: 'The address is longer than 8 kB.' },
  request_timeout: { status: 408, title: 'The request took too long to arrive; repeat it.' },
  headers_too_large: { status: 431, title: 'The request headers are larger than 16 kB or more than 100.' },
  route_not_found: { status: 404, title: 'There is no such address in this API.' },
  method_not_allowed: { status: 405, title: 'This address does not know that method; see the Allow header.' },
  cross_site_request: { status: 403, title: 'A request with the session cookie must come from this site.' },
  invalid_cursor: { status: 400, title: 'The cursor is not one that this list gave out; start again without it.' },
  idempotency_key_reused: { status: 422, title: 'This Idempotency-Key was used for a different request.' },
  idempotency_reply_withheld: {
    status: 409,
    title: 'This request was carried out before; its reply is not repeated: it holds a secret, or is older than 7 days.'
  },
  precondition_failed: { status: 412, title: 'Somebody changed this meanwhile; read it again and repeat.' },

  // Who is asking
  not_signed_in: { status: 401, title: 'Sign in and repeat the request.' },
  sign_in_failed: { status: 401, title: 'The address or the password is wrong.' },
  email_not_verified: { status: 403, title: 'Prove your mail address first; ask for a new mail if need be.' },
  step_up_required: { status: 403, title: 'Show once more that it is you, then repeat the request.' },
  second_factor_required: {
    status: 403,
    title: 'What staff may do is open only to accounts with a second factor; add one in the settings.'
  },
  proof_not_accepted: { status: 422, title: 'That does not show who you are; check it and try again.' },
  proofs_incomplete: { status: 422, title: 'More is asked for to show who you are; see GET /api/session/step-up.' },
  session_not_found: { status: 404, title: 'You have no such session; it may have ended.' },
  too_many_requests: { status: 429, title: 'Too many requests; repeat after the time in Retry-After.' },
  not_allowed: { status: 403, title: 'Your role in this residence does not allow this.' },

  // Purchases
  store_not_set_up: { status: 503, title: 'Nothing is sold through this store here; whoever runs it may set it up.' },
  store_signature_not_accepted: { status: 401, title: 'This is not from the store, or not for us.' },
  billing_not_offered: { status: 404, title: 'Nothing is paid on the web here.' },
  billing_not_begun: { status: 404, title: 'The account has not paid on the web, so that there is nothing to manage.' },
  billing_out_of_order: {
    status: 502,
    title: 'The payment service refuses what it is asked for here; whoever runs this has to mend it.'
  },
  price_not_offered: { status: 422, title: 'This price is not offered, or not any more; read the prices again.' },
  subscription_paid_elsewhere: {
    status: 409,
    title: 'A store is paid for this account already, and will be again; end that first, in the store.'
  },
  subscription_paid_already: {
    status: 409,
    title: 'The account pays on the web already; change or take up again what it has there.'
  },
  purchase_not_verified: {
    status: 422,
    title: 'The store has not signed this, or long ago. Let the app restore its purchases and try again.'
  },
  store_unavailable: { status: 503, title: 'The store does not answer; repeat after the time in Retry-After.' },
  store_refused: {
    status: 422,
    title: 'The store refuses to tell of this, or has not signed what it tells; the log says why.'
  },
  purchase_not_known: {
    status: 422,
    title: 'The store knows no such purchase. Let the app restore its purchases and try again.'
  },
  purchase_not_a_subscription: { status: 422, title: 'This is no subscription; nothing follows from it here.' },
  purchase_belongs_to_another_account: {
    status: 409,
    title: 'This purchase belongs to another account. Sign in with that one, or write to support.'
  },

  // Accounts
  password_too_weak: { status: 422, title: 'Choose a longer, less predictable password.' },
  code_not_accepted: { status: 422, title: 'The code is wrong, used or expired; ask for a new one.' },
  reset_link_not_accepted: { status: 422, title: 'The link is wrong, used or expired; ask for a new one.' },
  stop_link_not_accepted: { status: 422, title: 'The link is wrong, used or expired, or the change has been made.' },
  current_password_wrong: { status: 422, title: 'The current password is not right.' },
  challenge_not_accepted: {
    status: 422,
    title: 'The question is answered, expired or was missed too often; sign in anew.'
  },
  factor_not_accepted: { status: 422, title: 'The code is wrong or used, or the passkey is not one of this account.' },
  passkey_not_accepted: { status: 422, title: 'The passkey is unknown here or its answer is not for this request.' },
  passkey_already_there: { status: 409, title: 'This passkey has been added already.' },
  passkey_not_found: { status: 404, title: 'There is no such passkey, or it is not yours.' },
  too_many_passkeys: { status: 409, title: 'The account has as many passkeys as it can have; remove one first.' },
  totp_already_there: { status: 409, title: 'An authenticator app is set up already, or this beginning is over.' },
  totp_not_found: { status: 404, title: 'No authenticator app is set up.' },
  no_second_factor: { status: 409, title: 'Recovery codes belong to a second factor; add one first.' },
  password_already_there: { status: 409, title: 'The account has a password; change it with the present one.' },
  last_way_in: { status: 409, title: 'This is the last way to sign in; add another one first.' },
  provider_not_found: { status: 404, title: 'Nobody signs in here with this provider.' },
  provider_unavailable: { status: 503, title: 'The provider does not answer; repeat after the time in Retry-After.' },
  provider_sign_in_failed: { status: 401, title: 'What came from the provider does not show who you are; begin anew.' },
  provider_email_missing: {
    status: 422,
    title: 'The provider told no mail address; allow it to, or register with one.'
  },
  link_not_accepted: {
    status: 422,
    title: 'This cannot be connected any more, or not here or to this account; begin anew.'
  },
  identity_taken: { status: 409, title: 'Somebody signs in to another account with this identity already.' },
  identity_not_found: { status: 404, title: 'There is no such identity, or it is not yours.' },
  notification_not_accepted: { status: 401, title: 'The notification is not from the provider, or not for us.' },
  time_zone_unknown: { status: 422, title: 'This is not an IANA time zone that this server knows.' },

  // Your data
  home_needs_owner: {
    status: 409,
    title: 'Others live in a home that would be left without an owner; hand it over or delete it first.'
  },
  export_not_ready: { status: 409, title: 'The archive is not made yet, or has expired; ask for a new one.' },
  download_not_accepted: { status: 422, title: 'This download was used or has expired; ask for a new one.' },

  // Plans
  plan_limit_reached: { status: 409, title: 'The plan has no room for this; see `limit`. What is there stays usable.' },
  member_plan_full: { status: 409, title: 'The plan of that person has no room for another home.' },
  plans_not_offered: { status: 404, title: 'This installation has no plans: nothing is limited.' },
  trial_used: { status: 409, title: 'The larger plan can be tried once, and was.' },
  trial_not_needed: { status: 409, title: 'The account has the larger plan already; the trial is kept for later.' },

  // Staff
  purchase_not_found: { status: 404, title: 'There is no such purchase.' },
  account_not_found: { status: 404, title: 'There is no such account, or its address is not proved.' },
  own_account: { status: 409, title: 'Nobody does this to their own account; ask another member of the staff.' },
  alert_not_found: { status: 404, title: 'There is no such alert, or it was closed.' },
  transfer_not_found: { status: 404, title: 'There is no such transfer.' },
  purchase_theirs_already: { status: 409, title: 'The purchase is that account’s already.' },
  transfer_open: { status: 409, title: 'A transfer of this purchase waits for approval already.' },
  transfer_cooling_down: { status: 409, title: 'The purchase was transferred within the last 30 days.' },
  transfer_of_ones_own: { status: 409, title: 'Nobody proposes or approves a transfer from or to their own account.' },
  transfer_needs_another: { status: 409, title: 'Somebody else approves what one has proposed.' },
  transfer_over: { status: 409, title: 'The transfer was decided, or its time is over.' },
  transfer_outdated: { status: 409, title: 'The purchase has another owner than when this was proposed.' },

  // Devices
  push_device_not_found: { status: 404, title: 'You have no such device.' },

  // Calendar feeds
  calendar_feed_not_found: { status: 404, title: 'There is no such calendar feed, or it was revoked.' },
  calendar_feeds_full: { status: 409, title: 'You have as many calendar feeds as one can have; revoke one first.' },

  // Lists
  list_unreadable: { status: 422, title: 'This is no list that can be read: no CSV, iCalendar or known export.' },
  list_too_long: { status: 422, title: 'The list has more than 10000 entries; import it in parts.' },
  list_archive_refused: {
    status: 422,
    title: 'The archive is damaged, encrypted, or becomes too large; unpack it first.'
  },

  // Residences
  residence_not_found: { status: 404, title: 'There is no such residence, or you are not a member.' },
  member_not_found: { status: 404, title: 'This person is not a member of the residence.' },
  last_owner: { status: 409, title: 'A residence keeps at least one owner; make someone else owner first.' },
  share_code_not_found: { status: 404, title: 'The share code is wrong, used up, expired or revoked.' },
  already_member: { status: 409, title: 'You are a member of this residence already.' },
  residence_full: { status: 409, title: 'The residence has as many members as it can have.' },
  residence_archived: { status: 409, title: 'The residence is archived; bring it back before changing it.' },

  // Tasks
  task_not_found: { status: 404, title: 'There is no such task, or you are not a member of its residence.' },
  completion_not_found: {
    status: 404,
    title: 'There is no such completion, or you are not a member of its residence.'
  },
  checklist_item_not_found: { status: 404, title: 'The task has no such checklist item.' },
  task_already_done: { status: 409, title: 'This due date is taken care of already; read the task again.' },
  task_not_open: { status: 409, title: 'The task is cancelled or archived; bring it back first.' },
  task_not_recurring: { status: 409, title: 'A one-time task cannot be skipped; complete or cancel it.' },
  completed_in_future: { status: 422, title: 'A completion cannot lie in the future of the residence.' },
  completion_not_latest: {
    status: 409,
    title: 'Only the latest completion of a task can be undone; undo that one first.'
  },
  completion_full: { status: 409, title: 'The completion has no room for so much text or so many photos.' },
  assignee_not_member: { status: 422, title: 'Only members of the residence can be assigned or have done the task.' },
  schedule_invalid: { status: 422, title: 'The schedule contradicts itself; see `fields`.' },
  contractor_not_found: { status: 404, title: 'There is no such tradesperson, or it is not yours to see.' },
  contractor_not_of_home: { status: 422, title: 'Only a tradesperson of this home can be named.' },
  guest_link_not_found: { status: 404, title: 'There is no such guest link, or it is not yours to see.' },
  guest_link_not_accepted: { status: 401, title: 'The guest link is wrong, expired, ended, or its home is archived.' },
  guest_work_waiting: { status: 409, title: 'The guest has said that it is done; nothing is added any more.' },
  guest_work_not_waiting: { status: 409, title: 'There is nothing of this guest to be looked at.' },
  guest_files_full: { status: 409, title: 'As many files as a guest link can have came through it.' },
  template_not_found: { status: 404, title: 'The catalogue has no such task.' },
  template_already_added: {
    status: 409,
    title: 'The residence has an open task made of this template already, or it is named twice; see `fields`.'
  },
  rrule_refused: { status: 422, title: 'This recurrence rule cannot be kept; see `fields` for the reason.' },

  // Rooms and appliances
  area_not_found: { status: 404, title: 'There is no such room, or you are not a member of its residence.' },
  asset_not_found: { status: 404, title: 'There is no such appliance, or you are not a member of its residence.' },
  meter_not_found: { status: 404, title: 'There is no such meter, or you are not a member of its residence.' },
  reading_not_found: { status: 404, title: 'There is no such reading, or you are not a member of its residence.' },
  reading_refused: {
    status: 422,
    title: 'A meter does not run backwards; see `fields`. It may have begun again at 0 or been replaced: then say so.'
  },
  not_of_this_home: {
    status: 422,
    title: 'A room or an appliance that is named is not of this residence; see `fields`.'
  },

  // Files
  upload_not_found: { status: 404, title: 'There is no such upload, it is not yours, or it waited for too long.' },
  upload_offset_wrong: { status: 409, title: 'The part does not begin where the last one ended; see `received`.' },
  upload_part_wrong: { status: 422, title: 'The part is longer than the rest, or too short to be one.' },
  upload_incomplete: { status: 409, title: 'Not all of the file has arrived; send the rest.' },
  file_not_found: { status: 404, title: 'There is no such file, or it is neither yours nor of a home of yours.' },
  file_empty: { status: 422, title: 'The file is empty.' },
  file_too_large: { status: 413, title: 'The file is larger than 25 MiB.' },
  file_type_refused: { status: 422, title: 'The file is no JPEG, PNG, WebP, HEIC or PDF, whatever it is called.' },
  file_damaged: { status: 422, title: 'The file is damaged or not whole; nothing of it was kept.' },
  picture_too_large: { status: 422, title: 'The picture has more than 40 megapixels or 12000 on one side.' },
  storage_full: { status: 409, title: 'There is no room for this file; delete others first.' },
  file_not_usable: { status: 422, title: 'A file is one of this home, and one that you add is yours.' },
  photo_not_usable: { status: 422, title: 'A photo is a picture of this home, and one that you add is yours.' },

  // Documents
  document_not_found: { status: 404, title: 'There is no such paper, or you are not a member of its residence.' },
  document_dates_wrong: { status: 422, title: 'The paper ends before it begins; see `fields`.' },

  // Hand-over
  handover_not_found: { status: 404, title: 'The code hands nothing over: it is wrong, used, expired or taken back.' },
  already_owner: { status: 409, title: 'You own this home already.' },

  // Reports
  proof_pack_not_ready: {
    status: 409,
    title: 'There is no proof pack to download: it is being made, or its time is over.'
  },

  // The service
  busy: { status: 503, title: 'The service is busy; repeat after the time in Retry-After.' },
  event_not_processed: {
    status: 503,
    title: 'The event was written down and could not be processed; send it again later.'
  },
  database_unavailable: { status: 503, title: 'The database cannot be reached; nothing was changed. Repeat later.' },
  storage_unavailable: {
    status: 503,
    title: 'Files cannot be kept or read at the moment; nothing was changed. Repeat after the time in Retry-After.'
  },
  audit_unavailable: {
    status: 503,
    title: 'What is done cannot be written down at the moment, so it is not done. Repeat later.'
  },
  shutting_down: { status: 503, title: 'This process is stopping; repeat the request.' },
  internal: { status: 500, title: 'Something went wrong on our side; the request id helps us find it.' }
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof errors

/** One field that was refused: `path` is a JSON Pointer (RFC 6901) into params, query or body; `reason` a stable word. */
export type FieldProblem = { in: 'params' | 'query' | 'body' | 'headers'; path: string; reason: string }
