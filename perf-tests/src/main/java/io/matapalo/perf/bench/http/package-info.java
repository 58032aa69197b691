/**
 * Interior. * HTTP/1.1 over plain blocking sockets with keep-alive, one deadline per request, many
 * client addresses.
 */
@NullMarked
package io.matapalo.perf.bench.http;

import org.jspecify.annotations.NullMarked;
