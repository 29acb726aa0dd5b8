/** The large chart: stands in for the drawing from the server, and follows the page when it is freshened. */
export function chart() {
  let drawn = null
  return {
    isDrawn: false,
    async init() {
      await this.draw()
      matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.redraw())
    },
    async draw() {
      try {
        const [{ drawChart }, data] = await Promise.all([import('./big_chart.js'), this.load()])
        if (data.points.length === 0) return
        this.isDrawn = true
        await this.$nextTick()
        drawn = await drawChart(this.$refs.chart, data, this.$root.dataset.nonce)
      } catch {
        // The drawing from the server says the same.
        this.isDrawn = false
      }
    },
    async load() {
      const response = await fetch(this.$root.dataset.points)
      if (!response.ok) throw new Error(`The points answered ${response.status}`)
      return response.json()
    },
    async freshen() {
      if (!drawn) return
      drawn.update(await this.load())
    },
    redraw() {
      drawn?.destroy()
      this.draw()
    },
  }
}
