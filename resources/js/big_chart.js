import ApexCharts from 'apexcharts'
import { colour } from './colour.js'

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
    },
    stroke: { width: 2.5, curve: 'straight', lineCap: 'round' },
    colors: [colour(element, '--accent')],
    legend: { show: false },
    markers: { size: 0, hover: { size: 5 } },
    grid: { borderColor: colour(element, '--line'), padding: { left: 4, right: 12, top: 0 } },
  }
}

function contents(element, data) {
  const ink = colour(element, '--ink-2')
  const text = { colors: ink, fontSize: '14px' }
  return {
    series: [{ name: data.label, data: data.points }],
    xaxis: {
      type: 'datetime',
      min: data.from,
      max: data.to,
      tooltip: { enabled: false },
      axisBorder: { color: colour(element, '--line') },
      axisTicks: { color: colour(element, '--line') },
      labels: { datetimeUTC: false, style: text, hideOverlappingLabels: true, rotate: 0 },
    },
    yaxis: {
      min: data.low,
      max: data.high,
      tickAmount: 4,
      forceNiceScale: false,
      labels: { style: text, formatter: (value) => amount(value, data.unit) },
    },
    tooltip: {
      theme: isNight(element) ? 'dark' : 'light',
      x: { format: 'ddd dd MMM, HH:mm' },
      y: { formatter: (value) => amount(value, data.unit) },
    },
    annotations: { yaxis: data.bands.map((band) => annotation(element, band)) },
  }
}

function annotation(element, { state, from, to, words }) {
  return {
    y: from,
    y2: to,
    borderColor: colour(element, `--${state}-mark`),
    fillColor: colour(element, `--${state}-wash`),
    opacity: 0.72,
    strokeDashArray: 0,
    label: {
      text: words,
      position: 'left',
      textAnchor: 'start',
      offsetX: 8,
      offsetY: 20,
      borderWidth: 0,
      style: {
        background: 'transparent',
        color: colour(element, `--${state}-ink`),
        fontSize: '14px',
        fontWeight: 600,
      },
    },
  }
}

function amount(value, unit) {
  if (value === null || value === undefined) return '–'
  const number = value.toLocaleString('en-GB', { maximumFractionDigits: 1 })
  return unit === '' ? number : `${number} ${unit}`
}

/** Auto leaves the choice to the browser, and only a colour tells what it chose. */
function isNight(element) {
  const [red] = colour(element, '--surface-1').match(/\d+/g).map(Number)
  return red < 128
}
