/**
 * Interior. The same request again and again over a fixed number of connections, each sending its
 * next when it has the answer: for what one request costs a server, not for how long users wait.
 */
@NullMarked
package io.matapalo.perf.bench.closedloop;

import org.jspecify.annotations.NullMarked;
