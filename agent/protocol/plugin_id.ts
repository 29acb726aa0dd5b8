const PLUGIN_ID = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}$/

/** Whether `text` may name a plugin. Only then may it become part of a path: no separators, no leading dot. */
export function isPluginId(text: unknown): text is string {
  return typeof text === 'string' && PLUGIN_ID.test(text)
}
