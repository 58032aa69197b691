/** API. The operations of Turnstile's Sessions service, and the session token on all others. */
@NullMarked
package io.matapalo.fastpath.sessions;

import org.jspecify.annotations.NullMarked;
