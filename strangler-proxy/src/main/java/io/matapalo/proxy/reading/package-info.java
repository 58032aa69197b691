/**
 * Interior. Reads the bytes that a client sends, by the grammar of RFC 9112, before the server
 * below sees them: heads, chunked bodies, the borders between requests.
 */
@NullMarked
package io.matapalo.proxy.reading;

import org.jspecify.annotations.NullMarked;
