CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`member_id` text NOT NULL,
	`name` text NOT NULL,
	`token_hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_token_hash_unique` ON `api_tokens` (`token_hash`);--> statement-breakpoint
CREATE INDEX `api_tokens_by_member` ON `api_tokens` (`org_id`,`member_id`,`id`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`via` text NOT NULL,
	`action` text NOT NULL,
	`subject_id` text NOT NULL,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_by_subject` ON `events` (`org_id`,`subject_id`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_org` ON `events` (`org_id`,`id`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`org_id` text NOT NULL,
	`token_id` text NOT NULL,
	`key` text NOT NULL,
	`request_hash` text NOT NULL,
	`status` integer,
	`headers` text,
	`body` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `token_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_by_time` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `mails` (
	`id` text PRIMARY KEY NOT NULL,
	`to` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mails_by_time` ON `mails` (`at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sign_in_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`browser_hash` text NOT NULL,
	`next` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `sign_in_links_by_email` ON `sign_in_links` (`email`,`created_at`);--> statement-breakpoint
CREATE INDEX `sign_in_links_by_expiry` ON `sign_in_links` (`expires_at`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`provider` text NOT NULL,
	`name` text NOT NULL,
	`config` text NOT NULL,
	`secret` text NOT NULL,
	`webhook_secret` text NOT NULL,
	`account` text,
	`shared` integer NOT NULL,
	`interval` text NOT NULL,
	`owner_id` text,
	`created_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`last_good_at` integer,
	`last_push_at` integer,
	`failing_since` integer,
	`failures` integer DEFAULT 0 NOT NULL,
	`failure_reason` text,
	`failure_detail` text,
	`retry_at` integer,
	`paused_at` integer,
	`pushed_at` integer,
	`push_waiting` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connections_name` ON `connections` (`org_id`,`name`);--> statement-breakpoint
CREATE TABLE `data_links` (
	`okr_id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`query` text NOT NULL,
	`query_key` text NOT NULL,
	`count` text NOT NULL,
	`due_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`tried_at` integer,
	`outcome` text,
	`failure_reason` text,
	`failure_detail` text,
	`read_at` integer,
	`matched` integer,
	`completed` integer,
	`value` real,
	`approximate` integer,
	`took_ms` integer,
	`samples` text
);
--> statement-breakpoint
CREATE INDEX `data_links_by_okr` ON `data_links` (`org_id`,`okr_id`);--> statement-breakpoint
CREATE INDEX `data_links_by_connection` ON `data_links` (`org_id`,`connection_id`,`query_key`);--> statement-breakpoint
CREATE INDEX `data_links_due` ON `data_links` (`due_at`,`connection_id`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`connection_id` text NOT NULL,
	`delivery_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `delivery_id`)
);
--> statement-breakpoint
CREATE INDEX `deliveries_by_time` ON `deliveries` (`at`);--> statement-breakpoint
CREATE TABLE `syncs` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`trigger` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer NOT NULL,
	`outcome` text NOT NULL,
	`matched` integer,
	`completed` integer,
	`value` real,
	`reason` text,
	`detail` text,
	`retry_at` integer,
	CONSTRAINT "syncs_outcome" CHECK("syncs"."outcome" in ('updated', 'unchanged', 'empty', 'failed'))
);
--> statement-breakpoint
CREATE INDEX `syncs_by_okr` ON `syncs` (`org_id`,`okr_id`,`id`);--> statement-breakpoint
CREATE INDEX `syncs_by_connection` ON `syncs` (`org_id`,`connection_id`,`id`);--> statement-breakpoint
CREATE INDEX `syncs_by_time` ON `syncs` (`started_at`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`asked_by_id` text,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`input` text NOT NULL,
	`result` text NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`failure` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "jobs_state" CHECK("jobs"."state" in ('waiting', 'running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE INDEX `jobs_by_org` ON `jobs` (`org_id`,`id`);--> statement-breakpoint
CREATE TABLE `alignments` (
	`org_id` text NOT NULL,
	`child_id` text NOT NULL,
	`parent_id` text NOT NULL,
	`fixed_weight` real,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `child_id`, `parent_id`)
);
--> statement-breakpoint
CREATE INDEX `alignments_by_parent` ON `alignments` (`org_id`,`parent_id`,`child_id`);--> statement-breakpoint
CREATE TABLE `check_ins` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL,
	`author_id` text,
	`token_id` text,
	`sync_id` text,
	`value` real,
	`progress` real,
	`status` text NOT NULL,
	`chosen_status` text,
	`note` text,
	`matched` integer,
	`completed` integer,
	`edited_at` integer,
	CONSTRAINT "check_ins_status" CHECK("check_ins"."status" in ('not_started', 'on_track', 'behind', 'at_risk', 'closed', 'postponed'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `check_ins_by_okr` ON `check_ins` (`org_id`,`okr_id`,`version`);--> statement-breakpoint
CREATE INDEX `check_ins_by_time` ON `check_ins` (`org_id`,`source`,`at`);--> statement-breakpoint
CREATE TABLE `okr_owners` (
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`member_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`org_id`, `okr_id`, `member_id`)
);
--> statement-breakpoint
CREATE INDEX `okr_owners_by_member` ON `okr_owners` (`org_id`,`member_id`,`okr_id`);--> statement-breakpoint
CREATE TABLE `okrs` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`level` text NOT NULL,
	`team_id` text,
	`period_id` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`ambition` text NOT NULL,
	`visibility` text DEFAULT 'public' NOT NULL,
	`creator_id` text,
	`check_in_owner_id` text,
	`top` integer NOT NULL,
	`measure_type` text NOT NULL,
	`measure_name` text,
	`unit` text,
	`start_value` real,
	`target_value` real,
	`direction` text,
	`risk_threshold` real,
	`mode` text NOT NULL,
	`provider` text,
	`value` real,
	`progress` real,
	`value_at` integer,
	`status` text NOT NULL,
	`status_source` text NOT NULL,
	`turns_at` integer,
	`checked_in_at` integer,
	`held_at` integer,
	`weighing` text DEFAULT 'equal' NOT NULL,
	`score` real,
	`closed_at` integer,
	`closing_note` text,
	`copied_from_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "okrs_kind" CHECK("okrs"."kind" in ('objective', 'key_result', 'project')),
	CONSTRAINT "okrs_level" CHECK("okrs"."level" in ('organization', 'team', 'individual')),
	CONSTRAINT "okrs_ambition" CHECK("okrs"."ambition" in ('committed', 'aspirational')),
	CONSTRAINT "okrs_visibility" CHECK("okrs"."visibility" in ('public', 'private')),
	CONSTRAINT "okrs_measure_type" CHECK("okrs"."measure_type" in ('percent', 'metric')),
	CONSTRAINT "okrs_direction" CHECK("okrs"."direction" in ('increase', 'decrease', 'stay_above', 'stay_below', 'baseline')),
	CONSTRAINT "okrs_mode" CHECK("okrs"."mode" in ('manual', 'rollup', 'data_source')),
	CONSTRAINT "okrs_status" CHECK("okrs"."status" in ('not_started', 'on_track', 'behind', 'at_risk', 'closed', 'postponed')),
	CONSTRAINT "okrs_weighing" CHECK("okrs"."weighing" in ('equal', 'size')),
	CONSTRAINT "okrs_status_source" CHECK("okrs"."status_source" in ('computed', 'chosen'))
);
--> statement-breakpoint
CREATE INDEX `okrs_by_org` ON `okrs` (`org_id`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_by_period` ON `okrs` (`org_id`,`period_id`,`top`,`level`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_by_period_kind` ON `okrs` (`org_id`,`period_id`,`kind`,`top`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_by_period_status` ON `okrs` (`org_id`,`period_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_by_team` ON `okrs` (`org_id`,`team_id`,`period_id`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_by_level` ON `okrs` (`org_id`,`level`,`period_id`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_by_kind` ON `okrs` (`org_id`,`kind`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_by_status` ON `okrs` (`org_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_by_check_in_owner` ON `okrs` (`org_id`,`check_in_owner_id`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_by_update` ON `okrs` (`org_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `okrs_turning` ON `okrs` (`turns_at`,`org_id`);--> statement-breakpoint
CREATE TABLE `progress_points` (
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`day` text NOT NULL,
	`value` real,
	`progress` real,
	`status` text NOT NULL,
	`source` text NOT NULL,
	PRIMARY KEY(`org_id`, `okr_id`, `day`)
);
--> statement-breakpoint
CREATE TABLE `roll_ups_due` (
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`mark` text NOT NULL,
	`due_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `okr_id`)
);
--> statement-breakpoint
CREATE INDEX `roll_ups_due_by_time` ON `roll_ups_due` (`due_at`);--> statement-breakpoint
CREATE TABLE `enabled_providers` (
	`org_id` text NOT NULL,
	`provider` text NOT NULL,
	`enabled` integer NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `provider`)
);
--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`locale` text,
	`time_zone` text,
	`deactivated_at` integer,
	`created_at` integer NOT NULL,
	CONSTRAINT "members_role" CHECK("members"."role" in ('owner', 'admin', 'member', 'observer'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `members_email` ON `members` (`org_id`,`email`);--> statement-breakpoint
CREATE INDEX `members_by_org` ON `members` (`org_id`,`id`);--> statement-breakpoint
CREATE INDEX `members_by_name` ON `members` (`org_id`,`name`);--> statement-breakpoint
CREATE INDEX `members_by_person` ON `members` (`email`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`locale` text NOT NULL,
	`fiscal_year_start` integer DEFAULT 1 NOT NULL,
	`behind_bound` real DEFAULT 0 NOT NULL,
	`at_risk_bound` real DEFAULT 25 NOT NULL,
	`parent_status` text DEFAULT 'children' NOT NULL,
	`cadence_days` integer DEFAULT 7 NOT NULL,
	`tag_policy` text DEFAULT 'everyone' NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organizations_slug` ON `organizations` (`slug`);--> statement-breakpoint
CREATE TABLE `periods` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `periods_name` ON `periods` (`org_id`,`name`);--> statement-breakpoint
CREATE INDEX `periods_by_days` ON `periods` (`org_id`,`starts_on`,`ends_on`);--> statement-breakpoint
CREATE TABLE `team_members` (
	`org_id` text NOT NULL,
	`team_id` text NOT NULL,
	`member_id` text NOT NULL,
	PRIMARY KEY(`org_id`, `team_id`, `member_id`)
);
--> statement-breakpoint
CREATE INDEX `team_members_by_member` ON `team_members` (`org_id`,`member_id`,`team_id`);--> statement-breakpoint
CREATE TABLE `teams` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`parent_id` text,
	`lead_id` text,
	`name` text NOT NULL,
	`type` text,
	`archived_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `teams_by_org` ON `teams` (`org_id`,`id`);--> statement-breakpoint
CREATE INDEX `teams_by_lead` ON `teams` (`org_id`,`lead_id`,`id`);--> statement-breakpoint
CREATE INDEX `teams_by_parent` ON `teams` (`org_id`,`parent_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `teams_name` ON `teams` (`org_id`,`name`);--> statement-breakpoint
CREATE TABLE `okr_tags` (
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`tag_id` text NOT NULL,
	PRIMARY KEY(`org_id`, `okr_id`, `tag_id`)
);
--> statement-breakpoint
CREATE INDEX `okr_tags_by_tag` ON `okr_tags` (`org_id`,`tag_id`,`okr_id`);--> statement-breakpoint
CREATE TABLE `tags` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tags_by_name` ON `tags` (`org_id`,`folded`);--> statement-breakpoint
CREATE INDEX `tags_by_org` ON `tags` (`org_id`,`id`);
--> statement-breakpoint
CREATE VIRTUAL TABLE `okr_words` USING fts5(`org`, `okr` UNINDEXED, `title`, `description`, tokenize = 'unicode61 remove_diacritics 2');
--> statement-breakpoint
CREATE TRIGGER `okr_words_insert` AFTER INSERT ON `okrs` BEGIN INSERT INTO `okr_words` (`rowid`, `org`, `okr`, `title`, `description`) VALUES (new.`rowid`, new.`org_id`, new.`id`, new.`title`, new.`description`); END;
--> statement-breakpoint
CREATE TRIGGER `okr_words_update` AFTER UPDATE OF `title`, `description` ON `okrs` WHEN old.`title` IS NOT new.`title` OR old.`description` IS NOT new.`description` BEGIN UPDATE `okr_words` SET `title` = new.`title`, `description` = new.`description` WHERE `rowid` = new.`rowid`; END;
--> statement-breakpoint
CREATE TRIGGER `okr_words_delete` AFTER DELETE ON `okrs` BEGIN DELETE FROM `okr_words` WHERE `rowid` = old.`rowid`; END;
