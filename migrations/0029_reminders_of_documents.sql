-- Mails before a paper ends, at each person's own hour in their own zone.

alter table users add column reminder_hour smallint default 8 check (reminder_hour between 0 and 23); -- null: no reminders by mail

-- How many days before its end, and since when that holds: what lay before then is not caught up.
alter table documents
  add column remind_days smallint[] not null default '{}',
  add column reminds_from timestamptz not null default now();
alter table documents alter column reminds_from drop default;
create index documents_reminders on documents (ends_on) where ends_on is not null;

-- A stage of a document for one person by one channel: the row is there from the moment it is due, and once.
create table document_reminders (
  document_id uuid not null references documents on delete cascade,
  ends_on date not null,         -- another last day begins the stages anew
  days_before smallint not null,
  user_id uuid not null references users on delete cascade,
  channel text not null check (channel in ('mail')),
  due_at timestamptz not null,
  planned_at timestamptz not null,
  claimed_at timestamptz, -- somebody is sending it
  sent_at timestamptz,
  failed_at timestamptz,
  primary key (document_id, ends_on, days_before, user_id, channel),
  check (sent_at is null or failed_at is null)
);
create index document_reminders_person on document_reminders (user_id);
create index document_reminders_open on document_reminders (planned_at) where sent_at is null and failed_at is null;
select wall.for_people('document_reminders', 'select');
