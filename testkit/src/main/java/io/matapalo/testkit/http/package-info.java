/**
 * API. A small HTTP/1.1 server side over plain sockets. A test decides what the server sends, and
 * when.
 */
@NullMarked
package io.matapalo.testkit.http;

import org.jspecify.annotations.NullMarked;
