CREATE TABLE `dead_letters` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`connection_id` text,
	`job` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `dead_letters_by_org` ON `dead_letters` (`org_id`,`id`);--> statement-breakpoint
CREATE INDEX `dead_letters_by_time` ON `dead_letters` (`at`);--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`connection_id` text NOT NULL,
	`topic` text NOT NULL,
	`org_id` text NOT NULL,
	`state` text NOT NULL,
	`hook_id` text,
	`secret` text,
	`callback` text NOT NULL,
	`failure_detail` text,
	`asked_at` integer NOT NULL,
	`last_push_at` integer,
	`pushed_at` integer,
	`push_waiting` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`connection_id`, `topic`)
);
--> statement-breakpoint
CREATE INDEX `subscriptions_by_org` ON `subscriptions` (`org_id`,`connection_id`);--> statement-breakpoint
CREATE INDEX `subscriptions_by_time` ON `subscriptions` (`asked_at`);--> statement-breakpoint
ALTER TABLE `connections` ADD `trial_at` integer;--> statement-breakpoint
ALTER TABLE `connections` ADD `noticed_at` integer;--> statement-breakpoint
CREATE INDEX `connections_by_google_project` ON `connections` (("config" ->> '$.project_id')) WHERE "connections"."provider" = 'bigquery';--> statement-breakpoint
CREATE INDEX `connections_on_trial` ON `connections` (`trial_at`) WHERE "connections"."trial_at" is not null;--> statement-breakpoint
ALTER TABLE `data_links` ADD `source_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `data_links` ADD `waiting` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `data_links` ADD `last_sync_id` text;--> statement-breakpoint
CREATE INDEX `data_links_by_source` ON `data_links` (`org_id`,`connection_id`,`source_key`);--> statement-breakpoint
CREATE INDEX `data_links_waiting` ON `data_links` (`tried_at`) WHERE "data_links"."waiting" = 1;--> statement-breakpoint
ALTER TABLE `syncs` ADD `requests` integer;--> statement-breakpoint
ALTER TABLE `syncs` ADD `repeats` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `member_connections` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `okrs_drafted` ON `okrs` (`org_id`,`creator_id`,`id`) WHERE "okrs"."draft" = 1;
--> statement-breakpoint
UPDATE `data_links` SET `source_key` = `query_key` WHERE `source_key` = '';
