/** What a figure should be: at least, or at most. */
export interface Target {
  unit: string
  better: 'less' | 'more'
  must: number
  aim: number
}

export const TARGETS = {
  cpu_s_per_1000_checks: { unit: 's', better: 'less', must: 0.2, aim: 0.1 },
  cpu_s_per_1000_checks_batched: { unit: 's', better: 'less', must: 0.08, aim: 0.04 },
  checks_per_s_held: { unit: '1/s', better: 'more', must: 2000, aim: 5000 },
  growth: { unit: 'x', better: 'less', must: 1.3, aim: 1.1 },
  memory_pss_mib: { unit: 'MiB', better: 'less', must: 500, aim: 300 },
  hang_adds_ms: { unit: 'ms', better: 'less', must: 100, aim: 0 },
  faults_add_ms: { unit: 'ms', better: 'less', must: 100, aim: 0 },
  change_in_force_ms: { unit: 'ms', better: 'less', must: 2000, aim: 500 },
  result_to_notification_ms: { unit: 'ms', better: 'less', must: 500, aim: 100 },
  change_to_mail_ms: { unit: 'ms', better: 'less', must: 11_000, aim: 11_000 },
  page_p95_ms: { unit: 'ms', better: 'less', must: 100, aim: 40 },
  cold_start_s: { unit: 's', better: 'less', must: 15, aim: 6 },
} as const satisfies Record<string, Target>

export type FigureName = keyof typeof TARGETS
