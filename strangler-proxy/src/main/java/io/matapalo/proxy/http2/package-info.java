/**
 * Interior. Speaks HTTP/2 with clients: each stream of their connections becomes a connection of
 * its own for the reading of requests, with one request and one answer of HTTP/1.1. All that
 * belongs to one connection of a client is confined to its I/O thread.
 */
@NullMarked
package io.matapalo.proxy.http2;

import org.jspecify.annotations.NullMarked;
