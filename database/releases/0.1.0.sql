--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: delete_results(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.delete_results() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        DELETE FROM results WHERE series_id = OLD.id;
        RETURN NULL;
      END $$;


--
-- Name: raise_configuration_revision(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.raise_configuration_revision() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        UPDATE configuration_revision SET revision = revision + 1;
        PERFORM pg_notify('configuration', (SELECT revision::text FROM configuration_revision));
        RETURN NULL;
      END $$;


--
-- Name: wake_up(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.wake_up() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        PERFORM pg_notify(TG_ARGV[0], '');
        RETURN NULL;
      END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: adonis_schema; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.adonis_schema (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    batch integer NOT NULL,
    migration_time timestamp with time zone DEFAULT CURRENT_TIMESTAMP
);


--
-- Name: adonis_schema_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.adonis_schema_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: adonis_schema_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.adonis_schema_id_seq OWNED BY public.adonis_schema.id;


--
-- Name: adonis_schema_versions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.adonis_schema_versions (
    version integer NOT NULL
);


--
-- Name: alert_hosts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alert_hosts (
    alert_id integer NOT NULL,
    host_id integer NOT NULL
);


--
-- Name: alert_restrictions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alert_restrictions (
    alert_id integer NOT NULL,
    check_id integer,
    plugin_id integer,
    CONSTRAINT alert_restrictions_check CHECK ((num_nonnulls(check_id, plugin_id) = 1))
);


--
-- Name: alerts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alerts (
    id integer NOT NULL,
    name text NOT NULL,
    module text NOT NULL,
    encrypted_options text NOT NULL,
    from_states smallint[] NOT NULL,
    to_states smallint[] NOT NULL,
    applies_to text NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT alerts_applies_to_check CHECK ((applies_to = ANY (ARRAY['all_hosts'::text, 'chosen'::text])))
);


--
-- Name: alerts_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.alerts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.alerts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: api_clients; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_clients (
    id integer NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT api_clients_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'helper'::text, 'viewer'::text])))
);


--
-- Name: api_clients_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.api_clients ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.api_clients_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: api_tokens; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_tokens (
    id integer NOT NULL,
    tokenable_id integer NOT NULL,
    type text NOT NULL,
    name text,
    hash text NOT NULL,
    abilities text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone
);


--
-- Name: api_tokens_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.api_tokens ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.api_tokens_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: assignment_progress; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.assignment_progress (
    host_id integer NOT NULL,
    check_id integer NOT NULL,
    plugin_id integer NOT NULL,
    settled_slot timestamp with time zone NOT NULL
)
WITH (fillfactor='50');


--
-- Name: COLUMN assignment_progress.settled_slot; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.assignment_progress.settled_slot IS 'Every slot up to this one is a result or a recorded miss';


--
-- Name: check_hosts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.check_hosts (
    check_id integer NOT NULL,
    host_id integer NOT NULL
);


--
-- Name: check_plugins; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.check_plugins (
    check_id integer NOT NULL,
    plugin_id integer NOT NULL,
    arguments jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: checks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.checks (
    id integer NOT NULL,
    name text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    paused_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: checks_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.checks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.checks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: classifiers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.classifiers (
    id integer NOT NULL,
    plugin_id integer NOT NULL,
    check_id integer,
    code text NOT NULL,
    n_historical integer NOT NULL,
    is_edited boolean DEFAULT false NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT classifiers_n_historical_check CHECK (((n_historical >= 1) AND (n_historical <= 1000)))
);


--
-- Name: TABLE classifiers; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.classifiers IS 'One rule per plugin (check_id null) and at most one more per check that overrides it';


--
-- Name: classifiers_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.classifiers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.classifiers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: configuration_revision; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.configuration_revision (
    id smallint DEFAULT 1 NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    CONSTRAINT configuration_revision_id_check CHECK ((id = 1))
);


--
-- Name: core_lease; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.core_lease (
    id smallint DEFAULT 1 NOT NULL,
    holder text,
    epoch integer DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT core_lease_id_check CHECK ((id = 1))
);


--
-- Name: COLUMN core_lease.epoch; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.core_lease.epoch IS 'Rises with every new holder; a batch under an older epoch is refused';


--
-- Name: current_states; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.current_states (
    host_id integer NOT NULL,
    check_id integer NOT NULL,
    plugin_id integer NOT NULL,
    instance text DEFAULT ''::text NOT NULL,
    state smallint NOT NULL,
    counts_as smallint,
    since timestamp with time zone NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    changed_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE current_states; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.current_states IS 'Written on change only; the latest value is in the results';


--
-- Name: COLUMN current_states.counts_as; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.current_states.counts_as IS 'What it counts as for health, incidents and alerts, where that differs from the state: the last state seen while the machine cannot be reached; ok for the whole when its instances count one by one';


--
-- Name: host_health; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.host_health (
    host_id integer NOT NULL,
    state smallint NOT NULL,
    since timestamp with time zone NOT NULL
);


--
-- Name: hosts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hosts (
    id integer NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    port integer DEFAULT 4048 NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    agent_id text,
    encrypted_key text,
    certificate_check text DEFAULT 'pinned'::text NOT NULL,
    certificate_pem text,
    protocol_version smallint,
    about jsonb DEFAULT '{}'::jsonb NOT NULL,
    is_self boolean DEFAULT false NOT NULL,
    paused_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT hosts_certificate_check_check CHECK ((certificate_check = ANY (ARRAY['pinned'::text, 'chain'::text, 'none'::text]))),
    CONSTRAINT hosts_port_check CHECK (((port >= 1) AND (port <= 65535)))
);


--
-- Name: COLUMN hosts.encrypted_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.hosts.encrypted_key IS 'Key of the agent, AES-256-GCM under the application key; null for a host without an agent';


--
-- Name: COLUMN hosts.about; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.hosts.about IS 'Last answer to /v2/about: agent version, operating system, architecture, host name';


--
-- Name: hosts_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.hosts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.hosts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents (
    id integer NOT NULL,
    host_id integer NOT NULL,
    check_id integer NOT NULL,
    plugin_id integer NOT NULL,
    instance text DEFAULT ''::text NOT NULL,
    worst_state smallint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone
);


--
-- Name: incidents_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.incidents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: intervals; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.intervals (
    id integer NOT NULL,
    schedule_id integer NOT NULL,
    start_at timestamp with time zone NOT NULL,
    every integer NOT NULL,
    unit text NOT NULL,
    CONSTRAINT intervals_every_check CHECK ((every > 0)),
    CONSTRAINT intervals_unit_check CHECK ((unit = ANY (ARRAY['second'::text, 'minute'::text, 'hour'::text, 'day'::text, 'week'::text])))
);


--
-- Name: intervals_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.intervals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.intervals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: limits; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.limits (
    id integer NOT NULL,
    plugin_id integer NOT NULL,
    name text NOT NULL,
    check_id integer,
    host_id integer,
    instance text,
    value jsonb NOT NULL
);


--
-- Name: TABLE limits; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.limits IS 'Overrides of the limits a manifest declares. The most particular wins: instance, host, check, plugin';


--
-- Name: limits_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.limits ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.limits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: messages; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.messages (
    id integer NOT NULL,
    text text NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT messages_text_check CHECK ((octet_length(text) <= 4096))
);


--
-- Name: TABLE messages; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.messages IS 'Interned texts of results, found by the SHA-256 of the text';


--
-- Name: messages_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: misses; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.misses (
    host_id integer NOT NULL,
    check_id integer NOT NULL,
    plugin_id integer NOT NULL,
    from_slot timestamp with time zone NOT NULL,
    to_slot timestamp with time zone NOT NULL,
    slot_count integer NOT NULL,
    reason text NOT NULL,
    CONSTRAINT misses_check CHECK ((to_slot >= from_slot)),
    CONSTRAINT misses_slot_count_check CHECK ((slot_count > 0))
);


--
-- Name: TABLE misses; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.misses IS 'Ranges of slots that ended without a result, and why';


--
-- Name: notifications; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notifications (
    id bigint NOT NULL,
    alert_id integer,
    incident_id integer,
    kind text NOT NULL,
    module text NOT NULL,
    encrypted_options text NOT NULL,
    content jsonb NOT NULL,
    subject text NOT NULL,
    message_id text NOT NULL,
    thread_id text NOT NULL,
    status text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
    claimed_until timestamp with time zone,
    last_error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT notifications_kind_check CHECK ((kind = ANY (ARRAY['problem'::text, 'recovery'::text, 'test'::text]))),
    CONSTRAINT notifications_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'failed'::text])))
);


--
-- Name: TABLE notifications; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notifications IS 'The outbox: written in the transaction of the change, sent after its commit';


--
-- Name: COLUMN notifications.subject; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.notifications.subject IS 'What the thread is about: host:1, or result:1:2:3:instance';


--
-- Name: notifications_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notifications ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.notifications_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: plugin_versions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plugin_versions (
    id integer NOT NULL,
    plugin_id integer NOT NULL,
    version numeric NOT NULL,
    sha256 text NOT NULL,
    archive bytea NOT NULL,
    signature bytea,
    manifest jsonb NOT NULL,
    default_classifier text NOT NULL,
    advice jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: plugin_versions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plugin_versions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plugin_versions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: plugins; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plugins (
    id integer NOT NULL,
    identifier text NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    is_bundled boolean DEFAULT false NOT NULL,
    current_version_id integer,
    paused_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: COLUMN plugins.identifier; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.plugins.identifier IS 'The id of the manifest, such as disk_space';


--
-- Name: plugins_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plugins ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plugins_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: process_reports; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.process_reports (
    name text NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    trouble text,
    CONSTRAINT process_reports_name_check CHECK ((name = ANY (ARRAY['scheduler'::text, 'notifier'::text])))
);


--
-- Name: TABLE process_reports; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.process_reports IS 'Each long-lived part says here that it works, or why not; read by /api/v1/health';


--
-- Name: results; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.results (
    slot timestamp with time zone NOT NULL,
    value double precision,
    series_id integer NOT NULL,
    message_id integer,
    duration_ms integer,
    state smallint NOT NULL,
    result_type smallint NOT NULL
)
PARTITION BY RANGE (slot);


--
-- Name: TABLE results; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.results IS 'Weekly partitions by slot, made on demand. States and result types: app/monitoring/states.ts';


--
-- Name: run_requests; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.run_requests (
    id bigint NOT NULL,
    host_id integer,
    check_id integer,
    revision bigint NOT NULL,
    requested_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: TABLE run_requests; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.run_requests IS 'Run now: taken by the core once its configuration has reached the revision';


--
-- Name: run_requests_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.run_requests ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.run_requests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schedule_checks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schedule_checks (
    schedule_id integer NOT NULL,
    check_id integer NOT NULL
);


--
-- Name: schedules; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schedules (
    id integer NOT NULL,
    name text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    time_zone text DEFAULT 'UTC'::text NOT NULL,
    maximum_lateness_seconds integer DEFAULT 60 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT schedules_maximum_lateness_seconds_check CHECK ((maximum_lateness_seconds > 0))
);


--
-- Name: schedules_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schedules ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.schedules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: series; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.series (
    id integer NOT NULL,
    host_id integer NOT NULL,
    check_id integer NOT NULL,
    plugin_id integer NOT NULL,
    instance text DEFAULT ''::text NOT NULL,
    metric text DEFAULT ''::text NOT NULL
);


--
-- Name: TABLE series; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.series IS 'One line in a graph. The main value has an empty instance and an empty metric';


--
-- Name: series_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.series ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sessions (
    id text NOT NULL,
    user_id text,
    data text NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: settings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.settings (
    key text NOT NULL,
    value jsonb NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: TABLE settings; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.settings IS 'Settings of the whole system; secrets inside are encrypted with the application key';


--
-- Name: system_logs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.system_logs (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    category text NOT NULL,
    level text NOT NULL,
    message text NOT NULL,
    host_id integer,
    plugin_id integer,
    CONSTRAINT system_logs_category_check CHECK ((category = ANY (ARRAY['scheduler'::text, 'dispatcher'::text, 'classification'::text, 'alerting'::text, 'agent'::text, 'deployment'::text, 'appliance'::text]))),
    CONSTRAINT system_logs_level_check CHECK ((level = ANY (ARRAY['info'::text, 'warning'::text, 'error'::text])))
);


--
-- Name: system_logs_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.system_logs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.system_logs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: transitions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.transitions (
    id bigint NOT NULL,
    kind text NOT NULL,
    host_id integer NOT NULL,
    check_id integer NOT NULL,
    plugin_id integer NOT NULL,
    instance text DEFAULT ''::text NOT NULL,
    incident_id integer,
    from_state smallint NOT NULL,
    to_state smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT transitions_kind_check CHECK ((kind = ANY (ARRAY['result'::text, 'host'::text])))
);


--
-- Name: COLUMN transitions.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.transitions.kind IS 'result: one (host, check, plugin, instance) changed; host: the health of the host changed, caused by that result';


--
-- Name: transitions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.transitions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.transitions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: users; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.users (
    id integer NOT NULL,
    full_name text NOT NULL,
    email text NOT NULL,
    password text NOT NULL,
    role text NOT NULL,
    is_expert boolean DEFAULT false NOT NULL,
    theme text DEFAULT 'auto'::text NOT NULL,
    last_seen_log_id bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'helper'::text, 'viewer'::text]))),
    CONSTRAINT users_theme_check CHECK ((theme = ANY (ARRAY['auto'::text, 'light'::text, 'dark'::text])))
);


--
-- Name: users_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: adonis_schema id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adonis_schema ALTER COLUMN id SET DEFAULT nextval('public.adonis_schema_id_seq'::regclass);


--
-- Data for Name: adonis_schema; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.adonis_schema VALUES (1, 'database/migrations/0001_accounts', 1, '2026-11-27 20:59:24.488897+00');
INSERT INTO public.adonis_schema VALUES (2, 'database/migrations/0002_hosts_and_plugins', 1, '2026-11-27 20:59:24.51837+00');
INSERT INTO public.adonis_schema VALUES (3, 'database/migrations/0003_checks_and_rules', 1, '2026-11-27 20:59:24.526038+00');
INSERT INTO public.adonis_schema VALUES (4, 'database/migrations/0004_results', 1, '2026-11-27 20:59:24.541049+00');
INSERT INTO public.adonis_schema VALUES (5, 'database/migrations/0005_incidents_and_alerts', 1, '2026-11-27 20:59:24.552058+00');
INSERT INTO public.adonis_schema VALUES (6, 'database/migrations/0006_operation', 1, '2026-11-27 20:59:24.563427+00');


--
-- Data for Name: adonis_schema_versions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.adonis_schema_versions VALUES (2);


--
-- Data for Name: alert_hosts; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: alert_restrictions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: alerts; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: api_clients; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: api_tokens; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: assignment_progress; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: check_hosts; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: check_plugins; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: checks; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: classifiers; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: configuration_revision; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.configuration_revision VALUES (1, 1);


--
-- Data for Name: core_lease; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.core_lease VALUES (1, NULL, 0, '-infinity');


--
-- Data for Name: current_states; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: host_health; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: hosts; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: intervals; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: limits; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: messages; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: misses; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: notifications; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: plugin_versions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: plugins; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: process_reports; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: run_requests; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: schedule_checks; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: schedules; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: series; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: sessions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: settings; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: system_logs; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: transitions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: adonis_schema_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.adonis_schema_id_seq', 6, true);


--
-- Name: alerts_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.alerts_id_seq', 1, false);


--
-- Name: api_clients_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.api_clients_id_seq', 1, false);


--
-- Name: api_tokens_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.api_tokens_id_seq', 1, false);


--
-- Name: checks_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.checks_id_seq', 1, false);


--
-- Name: classifiers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.classifiers_id_seq', 1, false);


--
-- Name: hosts_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.hosts_id_seq', 1, false);


--
-- Name: incidents_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_id_seq', 1, false);


--
-- Name: intervals_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.intervals_id_seq', 1, false);


--
-- Name: limits_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.limits_id_seq', 1, false);


--
-- Name: messages_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.messages_id_seq', 1, false);


--
-- Name: notifications_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notifications_id_seq', 1, false);


--
-- Name: plugin_versions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.plugin_versions_id_seq', 1, false);


--
-- Name: plugins_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.plugins_id_seq', 1, false);


--
-- Name: run_requests_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.run_requests_id_seq', 1, false);


--
-- Name: schedules_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schedules_id_seq', 1, false);


--
-- Name: series_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.series_id_seq', 1, false);


--
-- Name: system_logs_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.system_logs_id_seq', 1, false);


--
-- Name: transitions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.transitions_id_seq', 1, false);


--
-- Name: users_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.users_id_seq', 1, false);


--
-- Name: adonis_schema adonis_schema_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adonis_schema
    ADD CONSTRAINT adonis_schema_pkey PRIMARY KEY (id);


--
-- Name: adonis_schema_versions adonis_schema_versions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adonis_schema_versions
    ADD CONSTRAINT adonis_schema_versions_pkey PRIMARY KEY (version);


--
-- Name: alert_hosts alert_hosts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_hosts
    ADD CONSTRAINT alert_hosts_pkey PRIMARY KEY (alert_id, host_id);


--
-- Name: alert_restrictions alert_restrictions_alert_id_check_id_plugin_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_restrictions
    ADD CONSTRAINT alert_restrictions_alert_id_check_id_plugin_id_key UNIQUE NULLS NOT DISTINCT (alert_id, check_id, plugin_id);


--
-- Name: alerts alerts_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_name_key UNIQUE (name);


--
-- Name: alerts alerts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (id);


--
-- Name: api_clients api_clients_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_clients
    ADD CONSTRAINT api_clients_name_key UNIQUE (name);


--
-- Name: api_clients api_clients_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_clients
    ADD CONSTRAINT api_clients_pkey PRIMARY KEY (id);


--
-- Name: api_tokens api_tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_pkey PRIMARY KEY (id);


--
-- Name: assignment_progress assignment_progress_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assignment_progress
    ADD CONSTRAINT assignment_progress_pkey PRIMARY KEY (host_id, check_id, plugin_id);


--
-- Name: check_hosts check_hosts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.check_hosts
    ADD CONSTRAINT check_hosts_pkey PRIMARY KEY (check_id, host_id);


--
-- Name: check_plugins check_plugins_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.check_plugins
    ADD CONSTRAINT check_plugins_pkey PRIMARY KEY (check_id, plugin_id);


--
-- Name: checks checks_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_name_key UNIQUE (name);


--
-- Name: checks checks_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_pkey PRIMARY KEY (id);


--
-- Name: classifiers classifiers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.classifiers
    ADD CONSTRAINT classifiers_pkey PRIMARY KEY (id);


--
-- Name: classifiers classifiers_plugin_id_check_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.classifiers
    ADD CONSTRAINT classifiers_plugin_id_check_id_key UNIQUE NULLS NOT DISTINCT (plugin_id, check_id);


--
-- Name: configuration_revision configuration_revision_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.configuration_revision
    ADD CONSTRAINT configuration_revision_pkey PRIMARY KEY (id);


--
-- Name: core_lease core_lease_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.core_lease
    ADD CONSTRAINT core_lease_pkey PRIMARY KEY (id);


--
-- Name: current_states current_states_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.current_states
    ADD CONSTRAINT current_states_pkey PRIMARY KEY (host_id, check_id, plugin_id, instance);


--
-- Name: host_health host_health_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.host_health
    ADD CONSTRAINT host_health_pkey PRIMARY KEY (host_id);


--
-- Name: hosts hosts_agent_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hosts
    ADD CONSTRAINT hosts_agent_id_key UNIQUE (agent_id);


--
-- Name: hosts hosts_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hosts
    ADD CONSTRAINT hosts_name_key UNIQUE (name);


--
-- Name: hosts hosts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hosts
    ADD CONSTRAINT hosts_pkey PRIMARY KEY (id);


--
-- Name: incidents incidents_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_pkey PRIMARY KEY (id);


--
-- Name: intervals intervals_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.intervals
    ADD CONSTRAINT intervals_pkey PRIMARY KEY (id);


--
-- Name: limits limits_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.limits
    ADD CONSTRAINT limits_pkey PRIMARY KEY (id);


--
-- Name: limits limits_plugin_id_name_check_id_host_id_instance_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.limits
    ADD CONSTRAINT limits_plugin_id_name_check_id_host_id_instance_key UNIQUE NULLS NOT DISTINCT (plugin_id, name, check_id, host_id, instance);


--
-- Name: messages messages_digest_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_digest_key UNIQUE (digest);


--
-- Name: messages messages_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);


--
-- Name: misses misses_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.misses
    ADD CONSTRAINT misses_pkey PRIMARY KEY (host_id, check_id, plugin_id, from_slot);


--
-- Name: notifications notifications_message_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_message_id_key UNIQUE (message_id);


--
-- Name: notifications notifications_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (id);


--
-- Name: plugin_versions plugin_versions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plugin_versions
    ADD CONSTRAINT plugin_versions_pkey PRIMARY KEY (id);


--
-- Name: plugin_versions plugin_versions_plugin_id_sha256_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plugin_versions
    ADD CONSTRAINT plugin_versions_plugin_id_sha256_key UNIQUE (plugin_id, sha256);


--
-- Name: plugins plugins_identifier_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plugins
    ADD CONSTRAINT plugins_identifier_key UNIQUE (identifier);


--
-- Name: plugins plugins_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plugins
    ADD CONSTRAINT plugins_pkey PRIMARY KEY (id);


--
-- Name: process_reports process_reports_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.process_reports
    ADD CONSTRAINT process_reports_pkey PRIMARY KEY (name);


--
-- Name: results results_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.results
    ADD CONSTRAINT results_pkey PRIMARY KEY (series_id, slot);


--
-- Name: run_requests run_requests_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.run_requests
    ADD CONSTRAINT run_requests_pkey PRIMARY KEY (id);


--
-- Name: schedule_checks schedule_checks_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schedule_checks
    ADD CONSTRAINT schedule_checks_pkey PRIMARY KEY (schedule_id, check_id);


--
-- Name: schedules schedules_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_name_key UNIQUE (name);


--
-- Name: schedules schedules_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_pkey PRIMARY KEY (id);


--
-- Name: series series_host_id_check_id_plugin_id_instance_metric_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_host_id_check_id_plugin_id_instance_metric_key UNIQUE (host_id, check_id, plugin_id, instance, metric);


--
-- Name: series series_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (id);


--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);


--
-- Name: settings settings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (key);


--
-- Name: system_logs system_logs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.system_logs
    ADD CONSTRAINT system_logs_pkey PRIMARY KEY (id);


--
-- Name: transitions transitions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transitions
    ADD CONSTRAINT transitions_pkey PRIMARY KEY (id);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);


--
-- Name: api_tokens_client; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX api_tokens_client ON public.api_tokens USING btree (tokenable_id);


--
-- Name: assignment_progress_check; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assignment_progress_check ON public.assignment_progress USING btree (check_id);


--
-- Name: assignment_progress_plugin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assignment_progress_plugin ON public.assignment_progress USING btree (plugin_id);


--
-- Name: check_hosts_host; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX check_hosts_host ON public.check_hosts USING btree (host_id);


--
-- Name: check_plugins_plugin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX check_plugins_plugin ON public.check_plugins USING btree (plugin_id);


--
-- Name: current_states_check; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX current_states_check ON public.current_states USING btree (check_id);


--
-- Name: current_states_plugin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX current_states_plugin ON public.current_states USING btree (plugin_id);


--
-- Name: incidents_host; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_host ON public.incidents USING btree (host_id, opened_at);


--
-- Name: incidents_open; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX incidents_open ON public.incidents USING btree (host_id, check_id, plugin_id, instance) WHERE (closed_at IS NULL);


--
-- Name: intervals_schedule; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX intervals_schedule ON public.intervals USING btree (schedule_id);


--
-- Name: misses_check; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX misses_check ON public.misses USING btree (check_id);


--
-- Name: misses_plugin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX misses_plugin ON public.misses USING btree (plugin_id);


--
-- Name: notifications_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notifications_due ON public.notifications USING btree (next_attempt_at) WHERE (status = ANY (ARRAY['waiting'::text, 'sending'::text]));


--
-- Name: notifications_incident; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notifications_incident ON public.notifications USING btree (incident_id, alert_id);


--
-- Name: notifications_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notifications_subject ON public.notifications USING btree (alert_id, subject, id);


--
-- Name: schedule_checks_check; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schedule_checks_check ON public.schedule_checks USING btree (check_id);


--
-- Name: series_check; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX series_check ON public.series USING btree (check_id);


--
-- Name: series_plugin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX series_plugin ON public.series USING btree (plugin_id);


--
-- Name: sessions_expiry; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sessions_expiry ON public.sessions USING btree (expires_at);


--
-- Name: sessions_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sessions_user ON public.sessions USING btree (user_id);


--
-- Name: system_logs_category; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX system_logs_category ON public.system_logs USING btree (category, id);


--
-- Name: transitions_host; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX transitions_host ON public.transitions USING btree (host_id, kind, at);


--
-- Name: users_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX users_email ON public.users USING btree (lower(email));


--
-- Name: series delete_results; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER delete_results AFTER DELETE ON public.series FOR EACH ROW EXECUTE FUNCTION public.delete_results();


--
-- Name: alert_hosts raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.alert_hosts FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: alert_restrictions raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.alert_restrictions FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: alerts raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.alerts FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: check_hosts raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.check_hosts FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: check_plugins raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.check_plugins FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: checks raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.checks FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: classifiers raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.classifiers FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: hosts raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.hosts FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: intervals raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.intervals FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: limits raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.limits FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: plugin_versions raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plugin_versions FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: plugins raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plugins FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: schedule_checks raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.schedule_checks FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: schedules raise_revision; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.schedules FOR EACH STATEMENT EXECUTE FUNCTION public.raise_configuration_revision();


--
-- Name: run_requests wake_core; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER wake_core AFTER INSERT ON public.run_requests FOR EACH STATEMENT EXECUTE FUNCTION public.wake_up('run_requests');


--
-- Name: notifications wake_notifier; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER wake_notifier AFTER INSERT ON public.notifications FOR EACH STATEMENT EXECUTE FUNCTION public.wake_up('notifications');


--
-- Name: settings wake_notifier; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER wake_notifier AFTER INSERT OR UPDATE ON public.settings FOR EACH STATEMENT EXECUTE FUNCTION public.wake_up('notifications');


--
-- Name: alert_hosts alert_hosts_alert_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_hosts
    ADD CONSTRAINT alert_hosts_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES public.alerts(id) ON DELETE CASCADE;


--
-- Name: alert_hosts alert_hosts_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_hosts
    ADD CONSTRAINT alert_hosts_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: alert_restrictions alert_restrictions_alert_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_restrictions
    ADD CONSTRAINT alert_restrictions_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES public.alerts(id) ON DELETE CASCADE;


--
-- Name: alert_restrictions alert_restrictions_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_restrictions
    ADD CONSTRAINT alert_restrictions_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: alert_restrictions alert_restrictions_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_restrictions
    ADD CONSTRAINT alert_restrictions_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: api_tokens api_tokens_tokenable_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_tokenable_id_fkey FOREIGN KEY (tokenable_id) REFERENCES public.api_clients(id) ON DELETE CASCADE;


--
-- Name: assignment_progress assignment_progress_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assignment_progress
    ADD CONSTRAINT assignment_progress_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: assignment_progress assignment_progress_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assignment_progress
    ADD CONSTRAINT assignment_progress_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: assignment_progress assignment_progress_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assignment_progress
    ADD CONSTRAINT assignment_progress_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: check_hosts check_hosts_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.check_hosts
    ADD CONSTRAINT check_hosts_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: check_hosts check_hosts_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.check_hosts
    ADD CONSTRAINT check_hosts_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: check_plugins check_plugins_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.check_plugins
    ADD CONSTRAINT check_plugins_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: check_plugins check_plugins_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.check_plugins
    ADD CONSTRAINT check_plugins_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: classifiers classifiers_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.classifiers
    ADD CONSTRAINT classifiers_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: classifiers classifiers_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.classifiers
    ADD CONSTRAINT classifiers_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: current_states current_states_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.current_states
    ADD CONSTRAINT current_states_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: current_states current_states_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.current_states
    ADD CONSTRAINT current_states_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: current_states current_states_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.current_states
    ADD CONSTRAINT current_states_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: host_health host_health_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.host_health
    ADD CONSTRAINT host_health_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: incidents incidents_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: incidents incidents_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: incidents incidents_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: intervals intervals_schedule_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.intervals
    ADD CONSTRAINT intervals_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id) ON DELETE CASCADE;


--
-- Name: limits limits_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.limits
    ADD CONSTRAINT limits_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: limits limits_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.limits
    ADD CONSTRAINT limits_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: limits limits_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.limits
    ADD CONSTRAINT limits_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: misses misses_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.misses
    ADD CONSTRAINT misses_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: misses misses_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.misses
    ADD CONSTRAINT misses_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: misses misses_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.misses
    ADD CONSTRAINT misses_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: notifications notifications_alert_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES public.alerts(id) ON DELETE SET NULL;


--
-- Name: notifications notifications_incident_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id) ON DELETE SET NULL;


--
-- Name: plugin_versions plugin_versions_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plugin_versions
    ADD CONSTRAINT plugin_versions_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: plugins plugins_current_version_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plugins
    ADD CONSTRAINT plugins_current_version_id_fkey FOREIGN KEY (current_version_id) REFERENCES public.plugin_versions(id);


--
-- Name: run_requests run_requests_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.run_requests
    ADD CONSTRAINT run_requests_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: run_requests run_requests_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.run_requests
    ADD CONSTRAINT run_requests_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: schedule_checks schedule_checks_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schedule_checks
    ADD CONSTRAINT schedule_checks_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: schedule_checks schedule_checks_schedule_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schedule_checks
    ADD CONSTRAINT schedule_checks_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id) ON DELETE CASCADE;


--
-- Name: series series_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: series series_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: series series_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- Name: system_logs system_logs_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.system_logs
    ADD CONSTRAINT system_logs_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE SET NULL;


--
-- Name: system_logs system_logs_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.system_logs
    ADD CONSTRAINT system_logs_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE SET NULL;


--
-- Name: transitions transitions_check_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transitions
    ADD CONSTRAINT transitions_check_id_fkey FOREIGN KEY (check_id) REFERENCES public.checks(id) ON DELETE CASCADE;


--
-- Name: transitions transitions_host_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transitions
    ADD CONSTRAINT transitions_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;


--
-- Name: transitions transitions_incident_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transitions
    ADD CONSTRAINT transitions_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id) ON DELETE SET NULL;


--
-- Name: transitions transitions_plugin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transitions
    ADD CONSTRAINT transitions_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES public.plugins(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--


