-- What has changed a purchase is kept as a code, which the web client says in the reader's language; it was a line of English.
update purchase_history set cause = case cause
    when 'asked for again' then 'asked_stripe'
    when 'asked for before a checkout' then 'asked_before_checkout'
    when 'shown by a client' then 'shown_by_client'
    else replace(cause, ' ', '_')
  end
  where cause like '% %';
