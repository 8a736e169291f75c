-- How many mails of one kind somebody has had in a day; whose and which is in the digest only.
create table mail_counts (
  digest bytea not null check (octet_length(digest) = 32),
  day date not null,
  sent integer not null check (sent >= 0),
  primary key (digest, day)
);
