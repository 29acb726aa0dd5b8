/** The parts of fengari 0.1.5 that are used here, described for TypeScript. */
export interface LuaString {
  hash: string | null
  realstring: Uint8Array
}

export interface LuaValue {
  type: number
  value: unknown
  setfrom(other: LuaValue): void
  setfltvalue(value: number): void
  ttisinteger(): boolean
  ttisstring(): boolean
}

export interface LuaTable {
  strong: Map<unknown, { value: LuaValue }>
  /** What is known here of a table, beside what the rule sees: a map of tables would cost more than the rules. */
  [note: symbol]: unknown
}

export interface Instruction {
  opcode: number
  A: number
  B: number
  C: number
}

export interface LuaClosure {
  p: { maxstacksize: number; numparams: number; lineinfo: number[]; k: LuaValue[] }
  upvals: LuaValue[]
}

export interface CallInfo {
  callstatus: number
  previous: CallInfo | null
  func: LuaValue
  funcOff: number
  l_base: number
  l_code: Instruction[]
  l_savedpc: number
}

export interface LuaState {
  top: number
  stack: LuaValue[]
  ci: CallInfo
  hookmask: number
}

export type LuaFunction = (L: LuaState) => number

export interface LuaApi {
  LUA_OK: number
  LUA_TNONE: number
  LUA_TNIL: number
  LUA_TBOOLEAN: number
  LUA_TNUMBER: number
  LUA_TSTRING: number
  LUA_TTABLE: number
  LUA_TFUNCTION: number
  LUA_MASKCOUNT: number
  LUA_OPLT: number
  lua_newstate(): LuaState | null
  lua_gettop(L: LuaState): number
  lua_settop(L: LuaState, index: number): void
  lua_pop(L: LuaState, n: number): void
  lua_pushvalue(L: LuaState, index: number): void
  lua_pushnil(L: LuaState): void
  lua_pushnumber(L: LuaState, n: number): void
  lua_pushboolean(L: LuaState, b: boolean): void
  lua_pushcfunction(L: LuaState, f: LuaFunction): void
  lua_newtable(L: LuaState): void
  lua_setmetatable(L: LuaState, index: number): void
  lua_rawset(L: LuaState, index: number): void
  lua_rawget(L: LuaState, index: number): number
  lua_rawseti(L: LuaState, index: number, n: number): void
  lua_rawgeti(L: LuaState, index: number, n: number): number
  lua_rawlen(L: LuaState, index: number): number
  lua_rawequal(L: LuaState, a: number, b: number): boolean
  lua_compare(L: LuaState, a: number, b: number, op: number): boolean
  lua_next(L: LuaState, index: number): number
  lua_type(L: LuaState, index: number): number
  lua_toboolean(L: LuaState, index: number): boolean
  lua_tonumber(L: LuaState, index: number): number
  lua_tolstring(L: LuaState, index: number): Uint8Array | null
  lua_stringtonumber(L: LuaState, s: Uint8Array): number
  lua_topointer(L: LuaState, index: number): LuaTable | null
  lua_checkstack(L: LuaState, n: number): boolean
  lua_remove(L: LuaState, index: number): void
  lua_insert(L: LuaState, index: number): void
  lua_call(L: LuaState, args: number, results: number): void
  lua_pcall(L: LuaState, args: number, results: number, handler: number): number
  lua_error(L: LuaState): never
  lua_load(
    L: LuaState,
    reader: () => Uint8Array | null,
    data: null,
    name: Uint8Array,
    mode: Uint8Array
  ): number
  lua_sethook(L: LuaState, hook: () => void, mask: number, count: number): void
}

export interface ObjectModule {
  TValue: new (type: number, value: unknown) => LuaValue
  luaO_str2num(bytes: Uint8Array, into: LuaValue): number
  luaO_tostring(L: LuaState, value: LuaValue): void
}

export interface TableModule {
  luaH_setfrom(L: LuaState, table: LuaTable, key: LuaValue, value: LuaValue): void
  luaH_setint(table: LuaTable, key: number, value: LuaValue): void
}

export interface DebugModule {
  luaG_traceexec(L: LuaState): void
}

export type OpCodes = Record<
  | 'OP_GETTABUP'
  | 'OP_GETTABLE'
  | 'OP_SETTABUP'
  | 'OP_SETTABLE'
  | 'OP_SELF'
  | 'OP_NEWTABLE'
  | 'OP_CONCAT'
  | 'OP_EQ'
  | 'OP_LT'
  | 'OP_LE'
  | 'OP_CALL'
  | 'OP_TAILCALL'
  | 'OP_RETURN'
  | 'OP_TFORCALL'
  | 'OP_CLOSURE'
  | 'OP_VARARG',
  number
>

export type TypeTags = Record<
  | 'LUA_TNIL'
  | 'LUA_TBOOLEAN'
  | 'LUA_TNUMFLT'
  | 'LUA_TLNGSTR'
  | 'LUA_TTABLE'
  | 'LUA_TLCL'
  | 'LUA_TLCF',
  number
>
