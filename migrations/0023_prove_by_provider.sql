-- Showing who one is at a provider, once more: for people with neither a password nor a second factor.
alter type one_time_purpose add value 'prove_identity';
