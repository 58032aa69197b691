/** Tests of the cache without a server. */
package com.turnstile.cache;
