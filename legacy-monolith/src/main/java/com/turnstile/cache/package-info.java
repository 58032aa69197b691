/** The cache that instances on one host share. */
package com.turnstile.cache;
