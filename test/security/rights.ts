/**
 * What the database lets people's requests do (the role `honeydue_app`), by table, and with which rows. What is not named here
 * they cannot even read. The system (`honeydue_system`) reads, adds, changes and deletes in every table of the product.
 */
export const rightsOfPeople: Readonly<Record<string, { readonly may: string; readonly rows: string }>> = {
  address_proofs: { may: 'select, insert, update, delete', rows: 'their own' },
  'audit.own_events': { may: 'select', rows: 'of what they did, or what concerns them' },
  'audit.residence_events': { may: 'select', rows: 'of the homes they own' },
  completion_photos: { may: 'select, insert, delete', rows: 'of the completions of their homes' },
  completions: { may: 'select, insert, update, delete', rows: 'of their homes' },
  device_credentials: { may: 'select, delete', rows: 'their own' },
  dismissed_suggestions: { may: 'select, insert, delete', rows: 'of their homes' },
  doomed_objects: { may: 'select, insert, update, delete', rows: 'that they are just writing' },
  files: { may: 'select, insert, update, delete', rows: 'their own, and of their homes' },
  former_session_tokens: { may: 'select, insert', rows: 'their own' },
  home_storage: { may: 'select, insert, update', rows: 'of their homes' },
  idempotency_keys: { may: 'select, insert, update', rows: 'their own' },
  identities: { may: 'select, insert, update, delete', rows: 'their own' },
  memberships: { may: 'select, insert, update, delete', rows: 'their own, and of their homes; added only there' },
  one_time_credentials: { may: 'select, insert, update', rows: 'of them, of their sessions, or meant for them' },
  outbox: { may: 'insert', rows: 'any' },
  passkeys: { may: 'select, insert, update, delete', rows: 'their own' },
  person_storage: { may: 'select, insert, update', rows: 'their own' },
  personal_exports: { may: 'select, insert, update', rows: 'their own' },
  push_devices: { may: 'select, delete', rows: 'their own' },
  recovery_codes: { may: 'select, insert, update, delete', rows: 'their own' },
  residences: { may: 'select, insert, update, delete', rows: 'their homes; anything added' },
  schema_migrations: { may: 'select', rows: 'all: names of files' },
  sessions: { may: 'select, update, delete', rows: 'their own' },
  share_codes: { may: 'select, insert, update', rows: 'of their homes' },
  task_counts: { may: 'select', rows: 'of their homes' },
  task_done_counts: { may: 'select, insert, update', rows: 'of the tasks of their homes' },
  tasks: { may: 'select, insert, update, delete', rows: 'of their homes' },
  totp_factors: { may: 'select, insert, update, delete', rows: 'their own' },
  upload_parts: { may: 'select, insert', rows: 'of their own uploads' },
  uploads: { may: 'select, insert, update, delete', rows: 'their own' },
  users: { may: 'select, update', rows: 'their own; read those they live with or who did something in their homes' }
}
