/**
 * API. What every local server needs: a process that dies with this JVM, a free port, an account, a
 * log, a cache of its programs.
 */
@NullMarked
package io.matapalo.testkit.server;

import org.jspecify.annotations.NullMarked;
