import type { Client } from 'pg'

/** Everything people made in the schema `public`, one line each, without what differs from one making to the next. */
const PARTS = [
  `SELECT format('%s %s%s', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'S' THEN 'sequence' ELSE 'table' END, c.relname,
     coalesce(' partition by ' || pg_get_partkeydef(c.oid), '')
     || coalesce(' of ' || pg_get_expr(c.relpartbound, c.oid), '')
     || coalesce(' as ' || CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END, '')
     || coalesce(' with ' || array_to_string(c.reloptions, ', '), '')) AS line
   FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')`,
  `SELECT format('column %s.%s %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
     CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
     CASE WHEN a.attidentity <> '' THEN ' identity ' || a.attidentity::text ELSE '' END,
     coalesce(CASE WHEN a.attgenerated <> '' THEN ' generated ' ELSE ' default ' END
       || pg_get_expr(d.adbin, d.adrelid), '')) AS line
   FROM pg_attribute a
   JOIN pg_class c ON c.oid = a.attrelid
   LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
     AND a.attnum > 0 AND NOT a.attisdropped`,
  `SELECT format('constraint %s %s: %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS line
   FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'`,
  `SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public'`,
  `SELECT 'trigger ' || pg_get_triggerdef(t.oid) AS line FROM pg_trigger t
   JOIN pg_class c ON c.oid = t.tgrelid
   WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace`,
  `SELECT pg_get_functiondef(p.oid) AS line FROM pg_proc p
   WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
  `SELECT format('type %s %s: %s', t.typname, t.typtype,
     coalesce((SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
       format_type(t.typbasetype, t.typtypmod))) AS line
   FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd')`,
]

/** @returns one line per table, column, constraint, index, trigger, function and type, in a fixed order */
export async function describeSchema(client: Client): Promise<string[]> {
  const lines: string[] = []
  for (const sql of PARTS) {
    const { rows } = await client.query<{ line: string }>(sql)
    lines.push(...rows.map((row) => row.line))
  }
  return lines.sort()
}
