-- A home offered to a new owner. The code is kept as those of invitations are: as a digest under a key of ours.
create table handovers (
  residence_id uuid primary key references residences on delete cascade,
  digest bytea not null unique check (octet_length(digest) = 32),
  keep jsonb not null, -- what goes along, as the contract has it
  created_by uuid not null references users on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index handovers_maker on handovers (created_by);
select wall.for_homes('handovers', 'select, insert, delete');

-- What was done in it before is not the new owner's to see (by the clock of the audit log).
alter table residences add column handed_over_at timestamptz;
