CREATE INDEX `okrs_private` ON `okrs` (`org_id`,`creator_id`,`id`) WHERE visibility = 'private';--> statement-breakpoint
CREATE INDEX `organizations_forgetting` ON `organizations` (`audit_days`,`id`) WHERE audit_days is not null;--> statement-breakpoint
CREATE INDEX `organizations_leaving` ON `organizations` (`delete_at`,`id`) WHERE delete_at is not null;