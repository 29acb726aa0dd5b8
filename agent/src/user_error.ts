/** Something the person at the command line can put right. Printed as the one sentence it is; exit code 1. */
export class UserError extends Error {
  readonly code = 'E_USER'
}
