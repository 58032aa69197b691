/** The tables, as Hibernate sees them: every relation is lazy. */
package com.turnstile.entity;
