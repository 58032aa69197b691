/**
 * Fills Turnstile's schema with customers, events and orders: a program of its own, not part of the
 * application. Every row follows from a seed.
 */
package com.turnstile.data;
