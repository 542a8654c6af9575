CREATE TABLE `event_seals` (
	`org_id` text NOT NULL,
	`n` integer NOT NULL,
	`hash` text NOT NULL,
	`previous` text NOT NULL,
	`events` integer NOT NULL,
	`first_id` text NOT NULL,
	`last_id` text NOT NULL,
	`sealed_at` integer NOT NULL,
	`pruned_at` integer,
	PRIMARY KEY(`org_id`, `n`)
);
--> statement-breakpoint
CREATE TABLE `archive_parts` (
	`org_id` text NOT NULL,
	`job_id` text NOT NULL,
	`n` integer NOT NULL,
	`path` text NOT NULL,
	`bytes` text NOT NULL,
	`size` integer NOT NULL,
	`checksum` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `job_id`, `n`)
);
--> statement-breakpoint
CREATE INDEX `archive_parts_by_time` ON `archive_parts` (`created_at`);--> statement-breakpoint
CREATE TABLE `bounces` (
	`email` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `letters` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text,
	`to` text NOT NULL,
	`sealed` text,
	`once_for` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`service_id` text,
	`reason` text,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`sent_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `letters_once` ON `letters` (`once_for`);--> statement-breakpoint
CREATE INDEX `letters_due` ON `letters` (`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `letters_by_service` ON `letters` (`service_id`);--> statement-breakpoint
CREATE INDEX `letters_by_time` ON `letters` (`created_at`);--> statement-breakpoint
CREATE TABLE `logos` (
	`org_id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`bytes` text NOT NULL,
	`hash` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `member_words` (
	`org_id` text NOT NULL,
	`word` text NOT NULL,
	`member_id` text NOT NULL,
	PRIMARY KEY(`org_id`, `word`, `member_id`)
);
--> statement-breakpoint
CREATE INDEX `member_words_by_member` ON `member_words` (`org_id`,`member_id`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`key` text PRIMARY KEY NOT NULL,
	`tries` integer NOT NULL,
	`ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `attempts_by_end` ON `attempts` (`ends_at`);--> statement-breakpoint
CREATE TABLE `behalves` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`session_hash` text NOT NULL,
	`admin_id` text NOT NULL,
	`member_id` text NOT NULL,
	`reason` text NOT NULL,
	`started_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `behalves_by_session` ON `behalves` (`session_hash`,`org_id`,`ends_at`);--> statement-breakpoint
CREATE INDEX `behalves_by_member` ON `behalves` (`org_id`,`member_id`,`id`);--> statement-breakpoint
CREATE TABLE `challenges` (
	`hash` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`email` text,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `challenges_by_expiry` ON `challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `domains` (
	`org_id` text NOT NULL,
	`domain` text NOT NULL,
	`token` text NOT NULL,
	`proof` text,
	`proved_at` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `domain`)
);
--> statement-breakpoint
CREATE INDEX `domains_by_name` ON `domains` (`domain`);--> statement-breakpoint
CREATE TABLE `identities` (
	`org_id` text NOT NULL,
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`member_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `issuer`, `subject`)
);
--> statement-breakpoint
CREATE INDEX `identities_by_member` ON `identities` (`org_id`,`member_id`);--> statement-breakpoint
CREATE TABLE `identity_providers` (
	`org_id` text PRIMARY KEY NOT NULL,
	`label` text NOT NULL,
	`issuer` text NOT NULL,
	`client_id` text NOT NULL,
	`secret` text,
	`enabled` integer NOT NULL,
	`admits` integer NOT NULL,
	`admits_as` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`proved_at` integer
);
--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`member_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`invited_by_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`accepted_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invitations_by_member` ON `invitations` (`org_id`,`member_id`,`id`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`user_handle` text NOT NULL,
	`public_key` text NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`name` text NOT NULL,
	`backed_up` integer NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `passkeys_by_person` ON `passkeys` (`email`,`created_at`);--> statement-breakpoint
CREATE TABLE `scim_tokens` (
	`org_id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`created_by_id` text,
	`created_at` integer NOT NULL,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `scim_tokens_token_hash_unique` ON `scim_tokens` (`token_hash`);--> statement-breakpoint
ALTER TABLE `api_tokens` ADD `kind` text DEFAULT 'personal' NOT NULL;--> statement-breakpoint
ALTER TABLE `api_tokens` ADD `last_used_at` integer;--> statement-breakpoint
CREATE INDEX `api_tokens_by_org` ON `api_tokens` (`org_id`,`kind`,`id`);--> statement-breakpoint
ALTER TABLE `events` ADD `by_id` text;--> statement-breakpoint
ALTER TABLE `events` ADD `seal` integer;--> statement-breakpoint
CREATE INDEX `events_by_actor` ON `events` (`org_id`,`actor_id`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_action` ON `events` (`org_id`,`action`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_seal` ON `events` (`org_id`,`seal`,`id`);--> statement-breakpoint
ALTER TABLE `mails` ADD `html` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `id` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `method` text DEFAULT 'link' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `proved` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `sso_orgs` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `user_agent` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `place` text;--> statement-breakpoint
CREATE INDEX `sessions_by_person` ON `sessions` (`email`,`seen_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_by_id` ON `sessions` (`id`);--> statement-breakpoint
ALTER TABLE `members` ADD `changed_at` integer;--> statement-breakpoint
ALTER TABLE `members` ADD `invited_at` integer;--> statement-breakpoint
ALTER TABLE `members` ADD `seen_at` integer;--> statement-breakpoint
ALTER TABLE `members` ADD `external_id` text;--> statement-breakpoint
ALTER TABLE `members` ADD `user_name` text;--> statement-breakpoint
ALTER TABLE `members` ADD `profile` text;--> statement-breakpoint
ALTER TABLE `members` ADD `allows_behalf` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `members` ADD `erased_at` integer;--> statement-breakpoint
ALTER TABLE `members` ADD `words` text;--> statement-breakpoint
CREATE INDEX `members_by_role` ON `members` (`org_id`,`role`,`name`);--> statement-breakpoint
CREATE INDEX `members_by_external` ON `members` (`org_id`,`external_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `members_by_user_name` ON `members` (`org_id`,`user_name`);--> statement-breakpoint
CREATE INDEX `members_deactivated` ON `members` (`org_id`,`name`) WHERE deactivated_at is not null;--> statement-breakpoint
CREATE INDEX `members_invited` ON `members` (`org_id`,`name`) WHERE invited_at is not null;--> statement-breakpoint
ALTER TABLE `organizations` ADD `logo_hash` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `sso_only` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `session_days` integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `member_tokens` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `audit_days` integer;--> statement-breakpoint
ALTER TABLE `organizations` ADD `notifications` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `delete_at` integer;--> statement-breakpoint
ALTER TABLE `teams` ADD `changed_at` integer;--> statement-breakpoint
ALTER TABLE `teams` ADD `external_id` text;--> statement-breakpoint
CREATE INDEX `teams_by_external` ON `teams` (`org_id`,`external_id`);--> statement-breakpoint
CREATE TRIGGER `member_words_added` AFTER INSERT ON `members` BEGIN
	INSERT OR IGNORE INTO `member_words` (`org_id`, `word`, `member_id`)
	SELECT NEW.`org_id`, value, NEW.`id`
	FROM json_each('[' || replace(json_quote(coalesce(NEW.`words`, lower(replace(replace(NEW.`name` || ' ' || NEW.`email`, '@', ' '), '.', ' ')))), ' ', '","') || ']')
	WHERE value <> '';
END;
--> statement-breakpoint
CREATE TRIGGER `member_words_changed` AFTER UPDATE OF `name`, `email`, `words` ON `members` BEGIN
	DELETE FROM `member_words` WHERE `org_id` = OLD.`org_id` AND `member_id` = OLD.`id`;
	INSERT OR IGNORE INTO `member_words` (`org_id`, `word`, `member_id`)
	SELECT NEW.`org_id`, value, NEW.`id`
	FROM json_each('[' || replace(json_quote(coalesce(NEW.`words`, lower(replace(replace(NEW.`name` || ' ' || NEW.`email`, '@', ' '), '.', ' ')))), ' ', '","') || ']')
	WHERE value <> '';
END;
--> statement-breakpoint
CREATE TRIGGER `member_words_removed` AFTER DELETE ON `members` BEGIN
	DELETE FROM `member_words` WHERE `org_id` = OLD.`org_id` AND `member_id` = OLD.`id`;
END;
--> statement-breakpoint
INSERT OR IGNORE INTO `member_words` (`org_id`, `word`, `member_id`)
SELECT members.`org_id`, words.value, members.`id`
FROM `members`, json_each('[' || replace(json_quote(lower(replace(replace(members.`name` || ' ' || members.`email`, '@', ' '), '.', ' '))), ' ', '","') || ']') AS words
WHERE words.value <> '';
--> statement-breakpoint
UPDATE `api_tokens` SET `scopes` = CASE WHEN `scopes` LIKE '%write%' THEN '["read","check_in","write","admin"]' ELSE '["read"]' END;
