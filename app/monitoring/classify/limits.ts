/** Longest rule, in bytes of UTF-8. */
export const MAX_RULE_BYTES = 64 * 1024
/** Steps a rule may take: about one per Lua instruction, more for long strings and big tables. */
export const MAX_STEPS = 400_000
/** Bytes a rule may ask for in one run, counting what it has dropped again. */
export const MAX_BYTES = 16 * 1024 * 1024
/** Longest string a rule may build, in bytes. */
export const MAX_STRING_BYTES = 256 * 1024
/** Longest reason that is kept, in characters. */
export const MAX_WHY_LENGTH = 500
/** Compiled rules kept at a time. */
export const MAX_COMPILED_RULES = 300
