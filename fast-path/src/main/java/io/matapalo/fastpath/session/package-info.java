/**
 * API. Sessions in a table that several servers share: by the digest of their token, with the last
 * use written behind and one expiry for all. Nothing of a session is kept in the process but the
 * last uses that are yet to be written.
 */
@NullMarked
package io.matapalo.fastpath.session;

import org.jspecify.annotations.NullMarked;
