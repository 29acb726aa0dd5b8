import ApexCharts from 'apexcharts'
import { colour, isDark } from './colour.js'

// Labels are left out once they touch: the spaces around the hours keep them apart before that.
const CLOCK = { day: 'ddd d MMM', hour: '\u2002HH:mm\u2002', minute: '\u2002HH:mm\u2002' }

/** @returns the drawn chart: `update(data)`, `destroy()` */
export async function drawChart(element, data, nonce) {
  const chart = new ApexCharts(element, { ...look(element, nonce), ...contents(element, data) })
  await chart.render()
  return {
    update: (newer) => chart.updateOptions(contents(element, newer), false, false),
    destroy: () => chart.destroy(),
  }
}

function look(element, nonce) {
  return {
    chart: {
      type: 'line',
      height: '100%',
      nonce,
      fontFamily: 'inherit',
      background: 'transparent',
      animations: { enabled: false },
      toolbar: { show: false },
      zoom: { enabled: false },
      redrawOnParentResize: true,
      events: { mounted: putBandsBehind, updated: putBandsBehind },
    },
    stroke: { width: 2.5, curve: 'straight', lineCap: 'round' },
    colors: [colour(element, '--accent')],
    legend: { show: false },
    grid: { borderColor: colour(element, '--line'), padding: { left: 4, right: 12, top: 0 } },
  }
}

function contents(element, data) {
  const ink = colour(element, '--ink-2')
  const text = { colors: ink, fontSize: '14px' }
  return {
    // A line of one point cannot be seen.
    markers: { size: data.points.length < 20 ? 4 : 0, hover: { size: 5 } },
    series: [{ name: data.label, data: data.points }],
    xaxis: {
      type: 'datetime',
      min: data.from,
      max: data.to,
      tooltip: { enabled: false },
      axisBorder: { color: colour(element, '--line') },
      axisTicks: { color: colour(element, '--line') },
      labels: {
        datetimeUTC: false,
        datetimeFormatter: CLOCK,
        style: text,
        hideOverlappingLabels: true,
        rotate: 0,
      },
    },
    yaxis: {
      min: data.low,
      max: data.high,
      tickAmount: Math.round((data.high - data.low) / data.step),
      forceNiceScale: false,
      labels: { style: text, formatter: (value) => amount(value, data.unit) },
    },
    tooltip: {
      theme: isDark(colour(element, '--surface-1')) ? 'dark' : 'light',
      x: { format: 'ddd dd MMM, HH:mm' },
      y: { formatter: (value) => amount(value, data.unit) },
    },
    annotations: {
      yaxis: apart(element, data).flatMap((band) => annotations(element, band)),
    },
  }
}

/** The chart draws annotations over the line, and a wash over a line takes its colour away. */
function putBandsBehind({ el }) {
  const bands = el.querySelector('.apexcharts-yaxis-annotations')
  el.querySelector('.apexcharts-line-series')?.before(bands)
}

const WORD_PX = 20
/** Of the height of the chart, what the hours below it take. */
const AXIS_PX = 44

/** Words of thin bands would lie upon each other: those that find no room above their limit stand below it. */
function apart(element, { bands, low, high }) {
  const height = element.clientHeight - AXIS_PX
  let lowest = -Infinity
  const placed = bands
    .toSorted((one, other) => other.from - one.from)
    .map((band) => {
      const limit = ((high - band.from) / (high - low)) * height
      const isThin = (band.to - band.from) / (high - low) < 0.1
      const above = limit - (isThin ? 2 : 6)
      const y = above >= lowest + WORD_PX ? above : Math.max(limit + 16, lowest + WORD_PX)
      lowest = y
      return { ...band, offset: y - limit }
    })
  return placed.reverse()
}

/** A shaded band, and the line of its limit with the words inside the band. */
function annotations(element, { state, from, to, words, offset }) {
  const band = {
    y: from,
    y2: to,
    borderColor: 'transparent',
    fillColor: colour(element, `--${state}-wash`),
    opacity: 0.72,
  }
  const limit = {
    y: from,
    borderColor: colour(element, `--${state}-mark`),
    strokeDashArray: 0,
    label: {
      text: words,
      position: 'left',
      textAnchor: 'start',
      offsetX: 8,
      offsetY: offset,
      borderWidth: 0,
      style: {
        background: 'transparent',
        color: colour(element, `--${state}-ink`),
        fontSize: '14px',
        fontWeight: 600,
      },
    },
  }
  return [band, limit]
}

function amount(value, unit) {
  if (value === null || value === undefined) return '–'
  const number = value.toLocaleString('en-GB', { maximumFractionDigits: 1 })
  return unit === '' ? number : `${number} ${unit}`
}
