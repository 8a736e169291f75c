-- The id of the card that a tradesperson came from, by which the same card is known again.
alter table contractors add column card_uid text;
create unique index contractors_card on contractors (residence_id, card_uid) where card_uid is not null;
