/** Turnstile in its server, with a real database and simulated vendors around it. */
package com.turnstile.it;
