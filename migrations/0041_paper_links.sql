-- What appliance a paper is about, and who of the tradespeople it is from: of the same home. When that goes, the paper stays.
alter table contractors add unique (residence_id, id);
alter table documents
  add column asset_id uuid,
  add column contractor_id uuid,
  -- What was done, of which this is the invoice; one completion makes one paper.
  add column completion_id uuid unique references completions on delete set null,
  add foreign key (residence_id, asset_id) references assets (residence_id, id) on delete set null (asset_id),
  add foreign key (residence_id, contractor_id) references contractors (residence_id, id) on delete set null (contractor_id),
  drop constraint documents_kind_check,
  add constraint documents_kind_check
    check (kind in ('warranty', 'manual', 'receipt', 'invoice', 'insurance', 'permit', 'other'));
create index documents_asset on documents (residence_id, asset_id, id) where asset_id is not null;
create index documents_contractor on documents (residence_id, contractor_id, id) where contractor_id is not null;
