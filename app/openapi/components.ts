/** What all answers share. */
export const COMPONENTS = {
  securitySchemes: {
    token: { type: 'http', scheme: 'bearer', description: 'A token of a program, with its role.' },
  },
  schemas: {
    Error: {
      type: 'object',
      required: ['error'],
      properties: {
        error: {
          type: 'object',
          required: ['code', 'message'],
          properties: {
            code: { type: 'string', description: 'A word for programs, such as E_VALIDATION.' },
            message: {
              type: 'string',
              description: 'Sentences for people: what is wrong, what to do.',
            },
            fields: {
              type: 'array',
              description: 'Which fields cannot be used, each with its sentence.',
              items: {
                type: 'object',
                required: ['field', 'message'],
                properties: { field: { type: 'string' }, message: { type: 'string' } },
              },
            },
          },
        },
      },
    },
    Object: {
      type: 'object',
      required: ['data'],
      properties: { data: { type: ['object', 'null'] } },
    },
    Page: {
      type: 'object',
      required: ['data', 'meta'],
      properties: {
        data: { type: 'array', items: { type: 'object' } },
        meta: {
          type: 'object',
          description: 'How long the list is; of results, what was asked for.',
          properties: {
            page: { type: 'integer', minimum: 1 },
            per_page: { type: 'integer', minimum: 1 },
            total: { type: 'integer', minimum: 0 },
            pages: { type: 'integer', minimum: 0 },
          },
        },
      },
    },
    Document: { type: 'object' },
  },
}

/** What each status says, when it is no success. */
export const ERRORS: Record<number, string> = {
  400: 'The body cannot be read as JSON.',
  401: 'There is no valid token.',
  403: 'The role of the token is not enough.',
  404: 'There is no such thing.',
  409: 'It cannot be done as things are now.',
  413: 'The body is too large.',
  415: 'The body is of a type that is not read here.',
  422: 'A field or a name after the question mark cannot be used.',
  502: 'Somebody else’s machine did not take a message.',
  503: 'The database does not answer.',
}
