/** What lies in the application server rather than in the application. */
package com.turnstile.server;
