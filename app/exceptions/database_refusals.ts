/**
 * What the database says of input and of changes that met each other. What can be foreseen is refused with its field
 * before; this is the net below that.
 */
export const DATABASE_REFUSALS = {
  '22P02': {
    status: 422,
    code: 'E_VALIDATION',
    message: 'A text holds half a character (a lone surrogate). Leave it out.',
  },
  '22003': {
    status: 422,
    code: 'E_VALIDATION',
    message: 'A number is too large to be kept. Give a smaller one.',
  },
  '23503': {
    status: 409,
    code: 'E_CONFLICT',
    message: 'Something this is for was deleted at the same moment. Look again, then try again.',
  },
  '23505': {
    status: 409,
    code: 'E_CONFLICT',
    message: 'The same was made at the same moment by somebody else. Look again, then try again.',
  },
  '40001': meeting(),
  '40P01': meeting(),
}

function meeting() {
  return {
    status: 409,
    code: 'E_CONFLICT',
    message: 'Somebody else was changing the same at the same moment. Try again.',
  }
}
