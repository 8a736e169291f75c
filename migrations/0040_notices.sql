-- Apple keeps the phones of those who build an app apart; what a phone is of is found out where nobody has said it.
create type push_environment as enum ('production', 'sandbox');
alter table push_devices add column environment push_environment not null default 'production';

-- That somebody has done what one waits for: told with name and title, without them, or not at all.
create type done_notices as enum ('none', 'plain', 'full');
alter table users add column done_notices done_notices not null default 'plain';
