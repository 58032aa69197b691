/**
 * A small HTTP/1.1 server side over plain sockets: what it sends and when is under full control of
 * a test.
 */
@NullMarked
package io.matapalo.testkit.http;

import org.jspecify.annotations.NullMarked;
