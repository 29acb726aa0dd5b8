-- Fills the schema of the last release for `npm run migrations:check`: 20 hosts with 10 series each and a million results.
INSERT INTO hosts (name, address) SELECT 'host-' || n, '192.0.2.' || n FROM generate_series(1, 20) n;
INSERT INTO plugins (identifier, name, description) VALUES ('disks', 'Disks', 'How full they are.');
INSERT INTO plugin_versions (plugin_id, version, sha256, archive, manifest, default_classifier)
  SELECT id, 1, 'digest', '', '{"id": "disks", "limits": [], "metrics": []}', 'return "ok"' FROM plugins;
UPDATE plugins SET current_version_id = (SELECT id FROM plugin_versions);
INSERT INTO checks (name) VALUES ('Storage');
INSERT INTO check_hosts SELECT checks.id, hosts.id FROM checks, hosts;
INSERT INTO check_plugins (check_id, plugin_id) SELECT checks.id, plugins.id FROM checks, plugins;
INSERT INTO schedules (name) VALUES ('Every minute');
INSERT INTO intervals (schedule_id, start_at, every, unit) SELECT id, '2026-01-01', 1, 'minute' FROM schedules;
INSERT INTO schedule_checks SELECT schedules.id, checks.id FROM schedules, checks;
INSERT INTO classifiers (plugin_id, code, n_historical) SELECT id, 'return "ok"', 5 FROM plugins;
INSERT INTO limits (plugin_id, name, host_id, value) SELECT plugins.id, 'major', hosts.id, '90' FROM plugins, hosts;

INSERT INTO series (host_id, check_id, plugin_id, instance, metric)
  SELECT hosts.id, checks.id, plugins.id, CASE WHEN n = 0 THEN '' ELSE '/disk' || n END, CASE WHEN n = 0 THEN '' ELSE 'used' END
  FROM hosts, checks, plugins, generate_series(0, 9) n;
CREATE TABLE results_20260105 PARTITION OF results FOR VALUES FROM ('2026-01-05T00:00Z') TO ('2026-01-12T00:00Z');
INSERT INTO results (series_id, slot, value, state, result_type)
  SELECT series.id, '2026-01-05T00:00Z'::timestamptz + n * interval '1 minute', n % 100, 1 + (n % 50 = 0)::int * 5, 0
  FROM series, generate_series(0, 4999) n;
INSERT INTO assignment_progress SELECT DISTINCT host_id, check_id, plugin_id, '2026-01-08T11:19Z'::timestamptz FROM series;
INSERT INTO misses SELECT DISTINCT host_id, check_id, plugin_id, '2026-01-08T11:20Z'::timestamptz,
  '2026-01-08T12:00Z'::timestamptz, 41, 'The core was not running.' FROM series;
INSERT INTO current_states (host_id, check_id, plugin_id, instance, state, since, changed_at)
  SELECT host_id, check_id, plugin_id, instance, 6, '2026-01-08', '2026-01-08' FROM series;
INSERT INTO host_health SELECT id, 6, '2026-01-08' FROM hosts;
INSERT INTO incidents (host_id, check_id, plugin_id, instance, worst_state, opened_at)
  SELECT host_id, check_id, plugin_id, instance, 6, '2026-01-08' FROM series;
INSERT INTO transitions (kind, host_id, check_id, plugin_id, instance, incident_id, from_state, to_state, at)
  SELECT kind, host_id, check_id, plugin_id, instance, id, 1, 6, '2026-01-08' FROM incidents, (VALUES ('result'), ('host')) kinds (kind);
INSERT INTO alerts (name, module, encrypted_options, from_states, to_states, applies_to)
  VALUES ('all', 'email', '', '{1}', '{6}', 'all_hosts'), ('chosen', 'email', '', '{1}', '{6}', 'chosen'),
    ('restricted', 'email', '', '{1}', '{6}', 'all_hosts');
INSERT INTO alert_hosts SELECT alerts.id, hosts.id FROM alerts, hosts WHERE alerts.name = 'chosen';
INSERT INTO alert_restrictions (alert_id, plugin_id) SELECT alerts.id, plugins.id FROM alerts, plugins WHERE alerts.name = 'restricted';
INSERT INTO notifications (alert_id, incident_id, kind, module, encrypted_options, content, subject, message_id, thread_id)
  SELECT alerts.id, incidents.id, 'problem', 'email', '', '{}', 'host:' || host_id, alerts.id || '-' || incidents.id, 'x'
  FROM alerts, incidents;
