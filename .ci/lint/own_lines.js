/**
 * Counts what a function does itself. A function that makes an object out of closures holds other functions as a class
 * holds methods: those are counted on their own. Blank lines and comments do not count.
 */
export const ownLines = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'integer', minimum: 1 }],
    messages: {
      tooLong: 'This function has {{lines}} lines of its own. At most {{most}} are allowed.',
    },
  },
  create(context) {
    const most = context.options[0]
    const { sourceCode } = context
    const written = linesWithCode(sourceCode)
    const open = []

    return {
      ':function'(node) {
        open.push({ node, own: within(written, node.loc) })
      },
      ':function:exit'(node) {
        const { own } = open.pop()
        if (isNamed(node))
          for (const line of within(written, inside(node))) open.at(-1)?.own.delete(line)
        if (own.size > most)
          context.report({ node, messageId: 'tooLong', data: { lines: own.size, most } })
      },
    }
  },
}

/** Callbacks belong to what calls them; a named function and a method stand for themselves. */
function isNamed({ type, parent }) {
  return (
    type === 'FunctionDeclaration' ||
    parent.type === 'Property' ||
    parent.type === 'VariableDeclarator'
  )
}

/** The line a function starts on stays with its surroundings. */
function inside({ loc }) {
  return { start: { line: loc.start.line + 1 }, end: loc.end }
}

function linesWithCode(sourceCode) {
  return new Set(sourceCode.ast.tokens.flatMap(({ loc }) => [loc.start.line, loc.end.line]))
}

function within(lines, { start, end }) {
  return new Set([...lines].filter((line) => line >= start.line && line <= end.line))
}
