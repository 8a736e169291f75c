-- A photo's home stands beside it, so that its wall asks for the home and not for every completion.
alter table completion_photos add column residence_id uuid references residences on delete cascade;
update completion_photos set residence_id = completions.residence_id from completions where completions.id = completion_id;
alter table completion_photos alter column residence_id set not null;
create index completion_photos_residence on completion_photos (residence_id);
drop policy owner on completion_photos;
drop policy system on completion_photos;
drop policy person on completion_photos;
select wall.for_homes('completion_photos', 'select, insert, delete');
