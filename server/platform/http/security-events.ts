import type { ErrorCode } from '#contract/errors.ts'
import type { AppError } from '../errors.ts'

/** Refusals that tell of somebody trying doors, by the words of OWASP's logging vocabulary: whoever watches counts these. */
const events: Partial<Record<ErrorCode, string>> = {
  sign_in_failed: 'authn_login_fail',
  current_password_wrong: 'authn_password_change_fail',
  code_not_accepted: 'authn_code_fail',
  reset_link_not_accepted: 'authn_token_fail',
  not_signed_in: 'authn_token_missing',
  ambiguous_credentials: 'authn_token_ambiguous',
  not_allowed: 'authz_fail',
  email_not_verified: 'authz_fail_unverified',
  step_up_required: 'authz_fail_step_up',
  second_factor_required: 'authz_fail_second_factor',
  residence_not_found: 'authz_fail_not_found',
  task_not_found: 'authz_fail_not_found',
  completion_not_found: 'authz_fail_not_found',
  share_code_not_found: 'authz_fail_share_code',
  too_many_requests: 'excess_rate_limit_exceeded',
  cross_site_request: 'malicious_cross_site',
  malformed_request: 'malicious_malformed',
  method_not_allowed: 'malicious_method'
}

/** The word for a refusal, if it is one of those. A field that does not exist is one: forms do not send such. */
export function securityEvent({ code, fields }: AppError): string | undefined {
  if (code === 'invalid_input' && fields.some(({ reason }) => reason === 'unknown')) return 'input_unknown_field'
  return events[code]
}
