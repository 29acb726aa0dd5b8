const FONT = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Liberation Sans',Arial,sans-serif"
const INK = 'color:#10181f'
const INK_2 = 'color:#4a5763'
const HAIRLINE = 'border-top:1px solid #d7dde0'

/** Every part has its style inline, because many mail programs drop a style sheet. */
const STYLES = {
  body: `margin:0;font:16px/24px ${FONT};${INK};background:#eceff0`,
  preview: 'display:none;max-height:0;overflow:hidden',
  page: 'background:#eceff0',
  edge: 'padding:24px 12px',
  sheet: `width:100%;max-width:600px;border-radius:8px;overflow:hidden;background:#ffffff;font-family:${FONT}`,
  plate: 'padding:16px 24px',
  sign: 'width:44px;height:44px;border-radius:12px;font-size:24px;line-height:44px;font-weight:700',
  state: 'padding-left:14px;font-size:20px;line-height:28px;font-weight:700',
  from: 'font-size:14px;line-height:20px;word-break:break-word',
  in: `padding:24px;font-size:16px;line-height:24px;${INK};overflow-wrap:anywhere`,
  heading: 'margin:0 0 8px;font-size:28px;line-height:36px;letter-spacing:-0.015em',
  lead: 'margin:0 0 16px;font-size:20px;line-height:28px',
  label: `width:72px;padding:10px 12px 10px 0;${HAIRLINE};${INK_2};font-size:14px;line-height:24px;font-weight:600;vertical-align:top`,
  value: `padding:10px 0;${HAIRLINE};vertical-align:top;overflow-wrap:anywhere`,
  caption: 'margin:16px 0 8px',
  graph: 'display:block;width:100%;height:auto;border:0',
  axis: `padding:4px 0;${INK_2};font-size:14px;line-height:20px`,
  limit: `${INK_2};font-size:14px;line-height:24px`,
  swatch: 'display:inline-block;margin-right:8px;width:24px;height:12px;line-height:12px',
  part: 'margin:28px 0 8px;font-size:20px;line-height:28px',
  number: 'padding:6px 0;vertical-align:top;font-size:20px;font-weight:700;color:#17499f',
  step: 'padding:6px 0;vertical-align:top;overflow-wrap:anywhere',
  text: 'margin:0 0 12px',
  foot: `padding:16px 24px 24px;${HAIRLINE};${INK_2};font-size:14px;line-height:20px;overflow-wrap:anywhere`,
}

/** @returns the attributes of one part, with a blank in front */
export function styled(name: keyof typeof STYLES, more = ''): string {
  return ` class="${name}" style="${STYLES[name]}${more && `;${more}`}"`
}

/** @returns the rules for dark and for narrow screens; the mail holds without them */
export function renderRules(): string {
  return `
@media (prefers-color-scheme: dark) {
  .body, .page { background: #0b1014 !important; }
  .body, .in { color: #eef3f6 !important; }
  .sheet { background: #141b21 !important; }
  .label, .limit, .axis, .foot { color: #a9b7c2 !important; }
  .label, .value, .foot { border-color: #27323b !important; }
  .number { color: #9cc5ff !important; }
  .graph { border-radius: 8px !important; padding: 8px !important; background: #ffffff !important; box-sizing: border-box !important; }
}
@media (max-width: 480px) {
  .edge { padding: 0 !important; }
  .sheet { border-radius: 0 !important; }
  .plate, .in, .foot { padding-left: 16px !important; padding-right: 16px !important; }
  .lead { font-size: 16px !important; line-height: 24px !important; }
}
`
}
