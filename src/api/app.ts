import { Hono } from 'hono';
import type { Env } from '../env.ts';

export const api = new Hono<{ Bindings: Env }>();
