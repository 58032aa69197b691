/**
 * Interior. {@code bench proxy}: the strangler proxy beside three others, each doing the same work
 * before one back end, and what a request costs each.
 */
@NullMarked
package io.matapalo.perf.launcher.proxies;

import org.jspecify.annotations.NullMarked;
