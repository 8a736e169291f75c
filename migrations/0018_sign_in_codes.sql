-- Mailed while many accounts are being guessed at, to whoever signs in from a device that is not known
-- (docs/decisions/0011-guess-limits.md).
alter type one_time_purpose add value 'sign_in_code';
