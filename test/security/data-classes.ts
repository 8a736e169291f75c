/**
 * What each column holds. `secret`: digests, hashes and sealed values of what opens something. `personal`: who somebody is,
 * where and when they were. `household`: what people write about their home. `technical`: everything else, ids included.
 */
export type DataClass = 'secret' | 'personal' | 'household' | 'technical'

export const protection: Readonly<Record<DataClass, string>> = {
  secret: 'keyed digest, argon2id hash or AES-256-GCM; never shown, logged or exported',
  personal:
    'for the person, and the name for the members of their homes; erased with the account, but for what a store says of a purchase ' +
    'under its own numbers; never logged',
  household: 'for the members of the home only; goes with the home; never logged',
  technical: 'nothing about anybody by itself'
}

/** Columns by table and class, names by space. */
export const dataClasses: Readonly<Record<string, Partial<Record<DataClass, string>>>> = {
  account_mark_changes: { personal: 'account_id at mark is_set reason changed_by', technical: 'id' },
  account_marks: { personal: 'user_id is_staff buys_in_sandbox' },
  address_proofs: { personal: 'user_id email', technical: 'expires_at created_at' },
  archive_parts: { technical: 'archive_id position object_key' },
  archives: { personal: 'user_id', technical: 'id bytes expires_at' },
  areas: { household: 'name notes', technical: 'id residence_id version created_at updated_at' },
  assets: {
    household:
      'name kind make model serial installed_on price_minor price_currency expected_life_years warranty_ends_on notes ' +
      'archived_at area_sort',
    technical: 'id residence_id area_id version created_at updated_at'
  },
  audit_events: {
    personal: 'actor_id subject_id at',
    technical: 'id actor_kind event residence_id request_id'
  },
  completions: {
    personal: 'completed_by recorded_by',
    household:
      'before completed_on cost_currency cost_minor due_on kind minutes notes number rating recorded_at contractor_name',
    technical: 'id residence_id task_id asset_id contractor_id'
  },
  contractors: {
    household: 'name company specialties phone email site notes favourite list_rank sort_name search_text',
    technical: 'id residence_id version created_at updated_at card_uid'
  },
  calendar_feeds: {
    secret: 'digest key_id',
    personal: 'user_id content alarms created_at last_read_at',
    technical: 'id'
  },
  completion_photos: { household: 'position', technical: 'completion_id residence_id file_id' },
  device_credentials: {
    secret: 'token_digest',
    personal: 'user_id last_used_at created_at',
    technical: 'id failures paused_until'
  },
  dismissed_suggestions: { household: 'template_id dismissed_at', technical: 'residence_id' },
  document_files: { household: 'position', technical: 'document_id residence_id file_id' },
  document_reminders: {
    personal: 'user_id sent_at due_at',
    household: 'ends_on days_before',
    technical: 'document_id channel planned_at claimed_at failed_at'
  },
  documents: {
    household: 'title notes details kind ends_on remind_days words',
    technical: 'id residence_id asset_id contractor_id completion_id version created_at updated_at reminds_from'
  },
  doomed_objects: { personal: 'announced_by', technical: 'object_key kept_until' },
  entitlements: { personal: 'user_id paid_until trial_until is_free' },
  events: {
    personal: 'actor_id subject_id person_id origin at',
    technical: 'chain position id actor_kind event outcome residence_id detail request_id previous hash'
  },
  former_session_tokens: { secret: 'digest', personal: 'user_id replaced_at', technical: 'session_id' },
  files: {
    personal: 'owner_id name',
    household: 'type bytes stored_bytes width height created_at digest caption text text_language words',
    technical: 'id residence_id object_key thumbnail_key text_outcome'
  },
  google_acknowledgements: { technical: 'purchase_id bought_at due_at next_at attempts acknowledged_at' },
  google_purchase_tokens: {
    secret: 'digest token_sealed',
    technical: 'created_at marks next_at attempts held_until heard_at'
  },
  guess_alarms: { secret: 'network_digest', technical: 'raised_at' },
  guess_sources: {
    secret: 'identifier_digest source_digest network_digest',
    technical: 'independent failures paused_until guessed_at'
  },
  guest_files: { technical: 'file_id link_id residence_id' },
  guest_links: {
    secret: 'digest key_id',
    personal: 'created_by',
    household:
      'contractor_name address shows_photos state done_at word notes cost_minor cost_currency photo_ids invoice_id',
    technical: 'id residence_id task_id contractor_id expires_at created_at'
  },
  guessed_accounts: { secret: 'identifier_digest', technical: 'next_at mailed_at guessed_at' },
  handovers: { secret: 'digest', personal: 'created_by', technical: 'residence_id keep created_at expires_at' },
  home_storage: { household: 'stored awaited', technical: 'residence_id' },
  idempotency_keys: { secret: 'request_digest key_id', personal: 'reply user_id', technical: 'key created_at' },
  identities: {
    secret: 'refresh_token',
    personal:
      'user_id issuer subject client_id email private_email email_forwarded transfer_subject inactive_since last_used_at linked_at',
    technical: 'id last_event_at'
  },
  keys: { secret: 'sealed', personal: 'person_id', technical: 'made_at' },
  mail_counts: { secret: 'digest', technical: 'day sent' },
  imported_entries: { household: 'digest', technical: 'residence_id task_id' },
  memberships: { personal: 'user_id role joined_at', technical: 'residence_id' },
  meter_readings: {
    personal: 'read_by',
    household: 'number read_on value former_value position recorded_at',
    technical: 'id residence_id meter_id completion_id'
  },
  meters: { household: 'name unit digits', technical: 'id residence_id asset_id version created_at updated_at' },
  one_time_credentials: {
    secret: 'digest bound_digest key_id',
    personal: 'context subject_id',
    technical: 'id purpose attempts_left expires_at consumed_at created_at'
  },
  outbox: { technical: 'id name payload created_at' },
  ownership_epochs: {
    personal: 'account_id valid_from valid_to evidence bought_ms ended_by',
    technical: 'id purchase_id purchase_number'
  },
  passkeys: {
    secret: 'credential_id public_key',
    personal: 'user_id label aaguid last_used_at created_at',
    technical: 'id counter transports backed_up'
  },
  password_cost: { technical: 'is_the_one memory_kib passes lanes measured_at' },
  pending_revocations: {
    secret: 'refresh_token',
    technical: 'id issuer client_id next_attempt_at created_at'
  },
  person_storage: { personal: 'user_id stored awaited' },
  personal_exports: {
    personal: 'user_id requested_at',
    technical: 'id state homes_done homes_total expires_at'
  },
  plan_news: { personal: 'user_id kind occasion purchase_id said', technical: 'noted_at due_at sent_at' },
  proof_packs: { personal: 'user_id requested_at', technical: 'id residence_id state', household: 'asked' },
  provider_events: {
    personal: 'subject',
    technical: 'id issuer event_id type happened_at received_at applied_at'
  },
  provider_tokens: { secret: 'token_sealed', technical: 'fingerprint made_at' },
  purchase_facts: {
    personal: 'content order_id',
    technical: 'store environment kind key purchase_id clock_ms replaces_key heard_at'
  },
  purchase_history: { personal: 'state entitled_until product_id account_id', technical: 'id purchase_id at cause' },
  purchase_transfers: {
    personal: 'from_account_id to_account_id reason proposed_by decided_by',
    technical: 'id purchase_id proposed_at expires_at decided_at outcome'
  },
  push_devices: {
    secret: 'token_digest token_sealed',
    personal: 'user_id platform environment registered_at',
    technical: 'id session_id'
  },
  recovery_codes: { secret: 'digest key_id', personal: 'user_id used_at', technical: 'id created_at' },
  refused_claims: { secret: 'source_digest', personal: 'user_id app_transaction_id', technical: 'id at purchase_id' },
  registrations: {
    secret: 'password_hash',
    personal: 'email display_name time_zone language',
    technical: 'id expires_at created_at'
  },
  residences: {
    household: 'name street city region postal_code country property_type profile time_zone photo_id',
    technical: 'handed_over_at id version board_version archived_at created_at updated_at'
  },
  schema_migrations: { technical: '*' },
  seen_devices: { personal: 'user_id device last_seen_at' },
  sessions: {
    secret: 'token_digest',
    personal: 'user_id ip user_agent last_seen_at authenticated_at methods created_at',
    technical: 'id transport idle_expires_at expires_at device_id token_made_at'
  },
  share_codes: {
    secret: 'digest key_id',
    personal: 'created_by',
    technical: 'id residence_id role max_uses uses expires_at revoked_at created_at'
  },
  signing_certificates: { technical: 'serial verdict asked_at next_at' },
  store_checkpoints: { technical: 'name read_to cursor' },
  store_purchases: {
    personal:
      'account_id key state until entitled_until product_id plan auto_renews period pending_product_id price_consent ' +
      'expiration_reason resumes_at is_family_shared',
    technical: 'id number store environment check_at first_seen_at projected_at'
  },
  stripe_customers: { personal: 'user_id customer_id checkout_id checkout_price', technical: 'created_at gone_at' },
  subscription_alerts: {
    personal: 'resolved_by',
    technical: 'id kind about purchase_id raised_at times last_at told_at resolved_at note'
  },
  task_counts: { household: 'state span sort_on tasks', technical: 'residence_id' },
  task_done_counts: { personal: 'user_id done', technical: 'task_id' },
  tasks: {
    personal: 'assignee_id member_ids created_by',
    household:
      'title notes category priority estimated_minutes estimated_cost_minor estimated_cost_currency schedule anchor_on due_on ' +
      'rotation checklist in_progress_since cancelled_at archived_at completion_count last_completed_on history_length state ' +
      'sort_on search title_words recurring time_of_day checklist_total checklist_done template_id ' +
      'meter_every meter_base meter_held schedule_due_on',
    technical: 'id residence_id asset_id area_id contractor_id meter_id version created_at updated_at'
  },
  totp_factors: {
    secret: 'sealed_secret',
    personal: 'user_id confirmed_at',
    technical: 'last_used_step created_at'
  },
  trials: { secret: 'email_digest key_id', personal: 'user_id started_at' },
  turn_mails: { technical: 'task_id version' },
  upload_parts: { household: 'bytes', technical: 'upload_id starts_at' },
  uploads: { personal: 'owner_id name', household: 'size received', technical: 'id residence_id expires_at' },
  users: {
    secret: 'password_hash',
    personal:
      'email display_name time_zone language due_soon_days reminder_hour done_notices email_verified_at erase_at disabled_at ' +
      'purchase_token google_purchase_token',
    technical: 'id password_version created_at updated_at'
  },
  webhook_keys: { secret: 'sealed', technical: 'month made_at' },
  'webhooks.dropped': { technical: 'month log chain position hash' },
  'webhooks.event_names': { technical: 'provider environment event_id id received_at' },
  'webhooks.events': {
    secret: 'raw',
    personal: 'purchase_digest',
    technical:
      'chain position id received_at provider environment event_id type subtype signed_at raw_digest verifier previous hash'
  },
  'webhooks.heads': { technical: 'log chain position hash' },
  'webhooks.outcomes': { technical: 'chain position event at outcome detail previous hash' }
}
