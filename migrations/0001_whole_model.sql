CREATE TABLE `comments` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`check_in_id` text,
	`author_id` text,
	`text` text NOT NULL,
	`created_at` integer NOT NULL,
	`edited_at` integer
);
--> statement-breakpoint
CREATE INDEX `comments_by_okr` ON `comments` (`org_id`,`okr_id`,`id`);--> statement-breakpoint
CREATE TABLE `mentions` (
	`org_id` text NOT NULL,
	`member_id` text NOT NULL,
	`subject_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`by_id` text,
	`at` integer NOT NULL,
	`seen_at` integer,
	PRIMARY KEY(`org_id`, `member_id`, `subject_id`)
);
--> statement-breakpoint
CREATE INDEX `mentions_by_member` ON `mentions` (`org_id`,`member_id`,`at`);--> statement-breakpoint
CREATE INDEX `mentions_by_okr` ON `mentions` (`org_id`,`okr_id`);--> statement-breakpoint
CREATE TABLE `reactions` (
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`subject_id` text NOT NULL,
	`member_id` text NOT NULL,
	`sign` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `okr_id`, `subject_id`, `member_id`, `sign`)
);
--> statement-breakpoint
CREATE TABLE `okr_people` (
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`member_id` text NOT NULL,
	`part` text NOT NULL,
	PRIMARY KEY(`org_id`, `okr_id`, `member_id`, `part`)
);
--> statement-breakpoint
CREATE INDEX `okr_people_by_member` ON `okr_people` (`org_id`,`member_id`,`okr_id`);--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`team_id` text NOT NULL,
	`period_id` text NOT NULL,
	`title` text NOT NULL,
	`state` text NOT NULL,
	`creator_id` text,
	`created_at` integer NOT NULL,
	`proposed_at` integer,
	`decided_at` integer,
	`decided_by_id` text,
	`decision_note` text
);
--> statement-breakpoint
CREATE INDEX `proposals_by_team` ON `proposals` (`org_id`,`team_id`,`period_id`,`id`);--> statement-breakpoint
CREATE INDEX `proposals_by_state` ON `proposals` (`org_id`,`state`,`id`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`okr_id` text NOT NULL,
	`title` text NOT NULL,
	`assignee_id` text,
	`due_on` text,
	`done_at` integer,
	`position` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tasks_by_okr` ON `tasks` (`org_id`,`okr_id`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_by_assignee` ON `tasks` (`org_id`,`assignee_id`,`done_at`,`due_on`);--> statement-breakpoint
ALTER TABLE `alignments` ADD `counts` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `okrs` ADD `decimals` integer;--> statement-breakpoint
ALTER TABLE `okrs` ADD `checkpoints` text;--> statement-breakpoint
ALTER TABLE `okrs` ADD `draft` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `okrs` ADD `draft_of_id` text;--> statement-breakpoint
ALTER TABLE `okrs` ADD `proposal_id` text;--> statement-breakpoint
ALTER TABLE `okrs` ADD `recurs` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `okrs` ADD `prepare_on` text;--> statement-breakpoint
CREATE INDEX `okrs_recurring` ON `okrs` (`prepare_on`,`org_id`);--> statement-breakpoint
CREATE INDEX `okrs_by_proposal` ON `okrs` (`org_id`,`proposal_id`,`id`);--> statement-breakpoint
ALTER TABLE `members` ADD `manager_id` text;--> statement-breakpoint
CREATE INDEX `members_by_manager` ON `members` (`org_id`,`manager_id`,`id`);--> statement-breakpoint
ALTER TABLE `organizations` ADD `score_bands` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `objectives_under_key_results` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `key_results_under_key_results` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `projects_aligned` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `projects_contribute` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `objective_mode` text DEFAULT 'rollup' NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `create_organization` text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `create_team` text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `create_individual` text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `approval` text DEFAULT 'off' NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `periods_ahead` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `periods_due_on` text;--> statement-breakpoint
CREATE INDEX `organizations_planning` ON `organizations` (`periods_due_on`);--> statement-breakpoint
CREATE INDEX `check_ins_by_moment` ON `check_ins` (`org_id`,`okr_id`,`at`,`version`);